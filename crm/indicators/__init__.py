"""Plans, their indicators, targets by year and park, reported values, and the headline figures."""
