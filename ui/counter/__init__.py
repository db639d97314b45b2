"""The counter: line and intake side by side."""
