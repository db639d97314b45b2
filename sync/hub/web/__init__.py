"""The hub over HTTP: authentication, limits, responses, metrics."""
