"""A made-up zone of any size: fictional firms and people, marked 示例; same seed, same data."""
