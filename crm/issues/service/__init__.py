"""Changes to issues, minutes and procedures."""
