"""What offices install, made from this tree: packages, the set-up for Windows, what is said of their contents."""
