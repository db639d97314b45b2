"""Sentences used by desk and hub: amounts in words, steps of a due date, defects of an edited file."""
