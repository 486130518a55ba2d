"""One module per kind: how its rows find their records, what they may hold, how they are written."""
