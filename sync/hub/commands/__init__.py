"""What an administrator types: ``motcua-hub …``."""
