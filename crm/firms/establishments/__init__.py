"""Registered entities of firms in parks: what proves that a firm has settled."""
