"""The ID card: from bytes at a port to a person. Nothing is guessed."""
