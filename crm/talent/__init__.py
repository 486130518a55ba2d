"""Talents: the pool, whom projects look for, applications for a level, what a level entitles to."""
