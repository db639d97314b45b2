"""What the desk says, in Vietnamese: reasons, histories, states. The screen and the command speak through it."""
