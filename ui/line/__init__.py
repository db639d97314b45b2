"""The waiting line."""
