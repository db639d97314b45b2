"""The state of this PC and its data: health checks, restore, verification, key rotation."""
