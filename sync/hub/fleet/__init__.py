"""The province's machines: what each told of itself, as list, page and table."""
