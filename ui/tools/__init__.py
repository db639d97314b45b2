"""Tools that take pictures of the program for its documentation."""
