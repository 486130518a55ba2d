"""The page of one person, over several features."""
