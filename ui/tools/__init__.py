"""Pictures for the guide, taken from the program itself."""
