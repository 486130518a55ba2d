"""Changes to policies, claims under them, promises and reviews."""
