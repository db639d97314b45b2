"""What a scanned text can be: the formats of cards, passports, transfers and our own codes."""
