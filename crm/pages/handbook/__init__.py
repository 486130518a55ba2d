"""The handbook of a delegation: read, ordered as a file, fetched."""
