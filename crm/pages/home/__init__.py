"""My work: what waits for whom."""
