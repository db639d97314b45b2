"""Commands of money: payments, receipts, shifts of a drawer."""
