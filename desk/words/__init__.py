"""The desk's Vietnamese sentences, used by screen and commands: reasons, histories, states."""
