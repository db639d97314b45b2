"""The same exchange over a USB stick."""
