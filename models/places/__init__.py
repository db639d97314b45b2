"""Provinces and communes of today, addresses of before, states."""
