"""Settings of the card scanners: each one's fields, all of them, and the part of the settings."""
