"""How everything looks: colours, type, icons, the style sheet."""
