"""Views of citizens' files."""
