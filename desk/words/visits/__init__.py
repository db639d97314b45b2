"""Home visits in words."""
