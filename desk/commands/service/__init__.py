"""Commands of flexible service: days with their own rule, help with online filing."""
