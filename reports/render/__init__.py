"""The content tree laid out: page, PDF, Word, Excel, JSON. They know no report."""
