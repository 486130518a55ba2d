"""Hand-over: what a leaver was responsible for passes to somebody else in one step."""
