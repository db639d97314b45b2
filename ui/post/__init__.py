"""Postal staff at the desk, and what goes by post."""
