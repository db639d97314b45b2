"""Dossiers on screen: the list, one dossier, and acts on it."""
