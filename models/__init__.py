"""WHAT IS TRUE: events, what they tell, and the rules of the field. Knows nobody above it."""
