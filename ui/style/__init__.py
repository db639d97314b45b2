"""The look of the program: colours, type, icons, style sheet."""
