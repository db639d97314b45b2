"""Home visits, and other work away from the office, in words."""
