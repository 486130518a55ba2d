"""The page of a firm, with what all features know of it."""
