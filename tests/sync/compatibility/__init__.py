"""One version back, both ways; and what both ends say when they are further apart."""
