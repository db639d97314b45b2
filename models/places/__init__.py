"""Provinces and communes of today, addresses of before July 2025, states."""
