"""The first set-up and later changes of settings."""
