"""The window around the pages; it knows no page."""
