"""Backups: making them, which are kept, restoring one, and the recovery key on paper."""
