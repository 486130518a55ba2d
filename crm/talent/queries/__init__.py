"""Reading what belongs to talents, each limited by the viewer."""
