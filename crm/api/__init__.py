"""Version 1 of the JSON API: the same queries and services as the pages, for programs."""
