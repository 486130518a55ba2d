"""What an introduction earns: versioned rules, calculations from verified arrivals, two keys, payments."""
