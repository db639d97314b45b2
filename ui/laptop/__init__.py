"""Visit laptops on screen."""
