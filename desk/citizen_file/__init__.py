"""A citizen's file: all that the commune has of one person, double entries merged, papers handed in earlier."""
