"""The table of settings subjects, in the order of the first set-up."""

SUBJECTS: tuple[tuple[str, str, str], ...] = (
    ("office", "Cơ quan", "office"),
    ("device", "Máy và quầy", "counter"),
    ("clerk", "Công chức", "person"),
    ("hours", "Giờ làm việc", "clock"),
    ("line", "Hàng chờ", "ticket"),
    ("offered", "Thủ tục", "paper"),
    ("fees", "Phí, lệ phí của tỉnh", "coin"),
    ("units", "Nơi giải quyết", "province"),
    ("printers", "Máy in", "print"),
    ("scanner", "Đầu đọc thẻ", "card"),
    ("hall", "Sảnh chờ", "call"),
    ("money", "Thu tiền", "coin"),
    ("post", "Bưu điện", "move"),
    ("posters", "Niêm yết", "paper"),
    ("days", "Ngày riêng", "calendar"),
    ("backup", "Sao lưu", "usb"),
    ("sessions", "Tự khóa", "hold"),
    ("look", "Giao diện", "look"),
)
"""Name, words, icon; in the order of the first hour."""
