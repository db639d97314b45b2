"""Requests and answers signed by RFC 9421 with Ed25519."""
