"""The national interface: what the hub tells it, what it answers, and what departments report."""
