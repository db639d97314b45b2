"""Our own dated data: procedures, holidays, communes."""
