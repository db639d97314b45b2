"""Commands of the program itself."""
