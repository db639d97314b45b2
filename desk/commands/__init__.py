"""The desk's command line without a screen, one module per subject."""
