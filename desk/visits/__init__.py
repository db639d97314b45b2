"""Home visits: asked for, planned on days, done at the door."""
