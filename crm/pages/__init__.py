"""Pages that show several features; nobody imports them."""
