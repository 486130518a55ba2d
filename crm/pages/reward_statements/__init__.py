"""The yearly statement of an adviser's rewards: read by the office, the park's lead and the adviser."""
