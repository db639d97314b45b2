"""Dossiers: found, looked at (which is recorded), changed, their scans."""
