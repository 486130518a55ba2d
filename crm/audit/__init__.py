"""The audit log as pages and commands; the writing of it is in the core."""
