"""Settings of flexible service."""
