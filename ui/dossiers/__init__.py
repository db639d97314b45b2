"""Dossiers: the list, one of them, what is done to it."""
