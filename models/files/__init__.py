"""Folders and files: written whole or not at all, encrypted scans, small files that tell whether they are unchanged."""
