"""The command palette (Ctrl+K): pages and acts from their tables, dossiers and procedures from the desk."""
