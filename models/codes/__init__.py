"""How identifiers are written that people type or read aloud."""
