"""Lists as people like to see them: saved under a name, shared or not, in a menu of the page."""
