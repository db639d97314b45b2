"""Commands on work away from the office."""
