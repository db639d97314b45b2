"""Exchange over a USB stick."""
