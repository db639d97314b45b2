"""The intake form."""
