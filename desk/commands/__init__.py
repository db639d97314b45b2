"""The commands of the desk without a screen, by what they are about."""
