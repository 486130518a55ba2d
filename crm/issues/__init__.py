"""Issues and what leads to them: needs, directives, decisions of meetings; approvals done for a firm."""
