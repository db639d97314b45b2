"""THE PROVINCE: what comes from outside and what goes there."""
