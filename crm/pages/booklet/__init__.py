"""The catalogue as a booklet: read, ordered as a file, fetched."""
