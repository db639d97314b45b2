"""The page of citizens' files."""
