"""Files that were handed in: who may have them."""
