"""Papers and the printers they go to."""
