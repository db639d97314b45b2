"""One pure function for each form: facts in, a Sheet out."""
