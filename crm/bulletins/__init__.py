"""Building and issuing reports."""
