"""Subjects of work away from the office."""
