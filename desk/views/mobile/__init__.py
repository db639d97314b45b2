"""Views of work away from the office."""
