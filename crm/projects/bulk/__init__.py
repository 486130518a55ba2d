"""One field of many projects changed at once: previewed, version by version, and taken back."""
