"""The dossier of a major project: read, and taken away as a file."""
