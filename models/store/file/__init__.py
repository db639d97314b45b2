"""One encrypted file: opened, proven, copied, locked, and what lies beside it."""
