"""Exchange with the province: the desk's client, the hub, and the messages between them."""
