"""Policies with what a firm or a person may claim, what was promised to firms, and the reviews both need."""
