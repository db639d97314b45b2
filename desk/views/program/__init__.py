"""Views of the program itself."""
