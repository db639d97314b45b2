"""The counter page: waiting line and intake side by side."""
