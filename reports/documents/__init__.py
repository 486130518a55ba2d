"""One report per module: typed input in, content tree out. They know no renderer."""
