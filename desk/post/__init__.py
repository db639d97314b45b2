"""Postal staff at the desk, and what goes out and comes in by post."""
