"""Money: the page "Thu tiền", the sheet that takes a payment."""
