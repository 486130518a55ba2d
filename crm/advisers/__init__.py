"""Advisers, what they refer, and their own small portal."""
