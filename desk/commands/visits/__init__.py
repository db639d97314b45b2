"""Commands of home visits."""
