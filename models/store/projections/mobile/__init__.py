"""Rows of work away from the office."""
