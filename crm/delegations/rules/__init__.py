"""What a delegation may become, how its plan fits together, what it brought: pure decisions."""
