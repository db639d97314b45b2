"""Commands of the administrator: ``motcua-hub …``."""
