"""Ranking lists, and the groups of the Top-100 that have settled."""
