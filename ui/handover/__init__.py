"""Hand-over lists: what went from the desk to the units, and who has it."""
