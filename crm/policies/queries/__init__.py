"""Every select on policies, claims under them, promises and reviews, limited by the viewer."""
