"""How this PC is."""
