"""Offices, their machines, and the numbers and codes they are given."""
