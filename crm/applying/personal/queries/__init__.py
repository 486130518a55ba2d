"""All rows about a person, and wishes that they be erased."""
