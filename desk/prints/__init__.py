"""Print jobs and the printers they go to."""
