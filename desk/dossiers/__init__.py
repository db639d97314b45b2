"""Dossiers: search, reading (recorded in the access log), changes, and their scans."""
