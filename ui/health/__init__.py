"""Health on screen: the health page, backups, the recovery key, lost work."""
