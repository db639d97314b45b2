"""Home visits: what is asked for and planned, and the day of the officer who goes."""
