"""The waiting room: what the kiosk and the board ask of the desk, here or over a local line."""
