"""People at firms: personal data, masked unless the viewer owns the record."""
