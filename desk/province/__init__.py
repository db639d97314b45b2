"""Joining the province, comparing with it, its editions, the stick."""
