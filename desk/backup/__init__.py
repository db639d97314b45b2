"""What keeps the data: copies and the rule by which they stay, bringing one back, and the key on paper."""
