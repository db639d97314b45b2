"""The window and other screens: the only package that uses Qt."""
