"""Pages of the administrator's socket: they tell, and change nothing."""
