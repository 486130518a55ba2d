"""One box on every page: firms, projects, people and entries by what somebody types."""
