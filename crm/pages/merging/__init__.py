"""Pages on which two records are found to be one, for firms and for contacts."""
