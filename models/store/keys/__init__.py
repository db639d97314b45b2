"""Keys of the file and its scans, the recovery key, and key rotation."""
