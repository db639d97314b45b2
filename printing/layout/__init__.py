"""Layout: from the blocks of a sheet to lines, pages and PDF."""
