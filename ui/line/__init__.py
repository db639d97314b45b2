"""The waiting line on screen."""
