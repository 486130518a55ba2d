"""What each route does: one module for each kind of record, loaded with the first request."""
