"""Files as people have them, read into rows of cells; what is unsafe or unclear is refused by name."""
