"""Every select on issues, minutes and procedures, limited by the viewer."""
