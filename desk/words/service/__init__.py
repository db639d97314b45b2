"""Words of flexible service."""
