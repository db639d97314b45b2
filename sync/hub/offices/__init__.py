"""Offices, their devices, number blocks and one-time codes."""
