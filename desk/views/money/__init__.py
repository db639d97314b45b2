"""Views of money: the page, and one file each for payments, receipts, shifts of a drawer and transfers."""
