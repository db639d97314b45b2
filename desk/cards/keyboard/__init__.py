"""Scanners that type like a keyboard: recognised by speed, and read despite an active input method."""
