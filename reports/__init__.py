"""Reports: data becomes a content tree, the tree becomes page, PDF, Word, Excel and JSON."""
