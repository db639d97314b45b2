"""The window around the pages: it knows none of them."""
