"""How this PC is: the health page, copies, the recovery key, lost work."""
