"""The shape of input: the record, its parts, and what lists are narrowed by."""
