"""One key to anywhere: pages and acts from their tables, dossiers and procedures asked of the desk."""
