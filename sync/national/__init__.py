"""Formats of the national system: its procedure list read, its messages made. Nothing is sent here."""
