"""Card input in the window: keyboard scanners, scanners at a port, the camera."""
