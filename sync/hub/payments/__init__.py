"""Money that arrives on the offices' accounts: told by banks or intermediaries, and asked of them."""
