"""Firms and groups: names in three scripts, identifiers, who owns whom, look-up."""
