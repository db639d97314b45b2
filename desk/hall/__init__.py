"""The waiting room: what kiosk and board ask of the desk, in the same process or over loopback HTTP."""
