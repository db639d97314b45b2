"""Postal staff and the post in words."""
