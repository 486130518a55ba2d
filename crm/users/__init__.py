"""Accounts, signing in, and the three separate posts of administration."""
