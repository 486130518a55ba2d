"""What happens when, of a person, a park, the zone; with the days off of both sides."""
