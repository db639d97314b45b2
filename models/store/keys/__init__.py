"""Keys: of the file, of the scans in it, on the sheet of paper; and how they change."""
