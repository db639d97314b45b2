"""Words of the citizen's screen."""

TO_PAY = "Số tiền cần nộp"
SCAN = "Mở ứng dụng ngân hàng, quét mã này"
PAY_AT_COUNTER = "Nộp tại quầy"
DUE = "Hẹn trả kết quả"
BANK, ACCOUNT, HOLDER, REFERENCE = "Ngân hàng", "Số tài khoản", "Chủ tài khoản", "Nội dung"
TAKEN = "Đã nhận {amount} đồng"
AMOUNT = "{amount} đồng"
