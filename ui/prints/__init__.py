"""Print jobs on their way to a printer, and the page of those that are not out yet."""
