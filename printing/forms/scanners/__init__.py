"""The sheet of set-up codes of card scanners, and what is known of their makers' families."""
