"""Papers of home visits."""
