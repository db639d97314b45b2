"""The shipped, dated data: procedures, holidays, communes."""
