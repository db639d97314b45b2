"""Results at the desk (trả kết quả): put on the shelf, and returned."""
