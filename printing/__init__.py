"""Printing: the contents of forms, their layout, and printer drivers."""
