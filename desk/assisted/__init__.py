"""Help with matters that are filed online only."""
