"""Folders and files: atomic writes, encrypted scans, small files with a digest of their own."""
