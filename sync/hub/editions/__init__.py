"""What the province sets for an office: laid out as a folder, published whole."""
