"""What the reports are made from, one file per part."""
