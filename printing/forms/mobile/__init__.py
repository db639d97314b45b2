"""Papers of work away from the office."""
