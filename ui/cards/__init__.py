"""Scanners that type, scanners beside the window, the camera."""
