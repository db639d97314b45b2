"""Views of flexible service."""
