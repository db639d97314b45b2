"""Editions: what the province sets for an office, read from a folder and published whole."""
