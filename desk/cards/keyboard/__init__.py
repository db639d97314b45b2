"""A scanner that types: told from a person, and read although an input method bent what it typed."""
