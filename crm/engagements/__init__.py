"""Engagements: every contact with a firm, and the timelines on which they stand."""
