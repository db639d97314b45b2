"""Tables and rows of the province's machines: what each told of itself, and which version each office is offered."""
