"""The day's work: lists, and acts on many dossiers."""
