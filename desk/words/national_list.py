"""Sentences for entries of the national procedure list that were not understood."""

from sync.national.procedures import Made

MADE = {
    Made.NO_PROCEDURE: "dòng không có mã hoặc sai cấu trúc, không nhập",
    Made.SECOND_LEFT_OUT: "mã đã có ở dòng trước, không nhập dòng này",
    Made.CODE_KEPT: "mã không đúng dạng thường gặp, giữ nguyên",
    Made.NAME_FROM_CODE: "không có tên, tạm dùng mã",
    Made.LEFT_EMPTY: "để trống",
    Made.NO_LIMIT: "không hiểu thời hạn, coi như chưa có thông tin",
    Made.WORKING_HOURS: "ghi giờ nhưng phần chữ nói giờ làm việc: lấy giờ làm việc",
    Made.UNIT_DIFFERS: "phần chữ ghi cùng số nhưng đơn vị khác (ngày, ngày làm việc): lấy theo ô thời hạn, cần xem lại",
    Made.CHANNELS_DIFFER: "thời hạn khác nhau theo hình thức nộp, có thể là theo trường hợp: lấy như đã ghi",
    Made.LONGEST_LIMIT: "một kênh có nhiều thời hạn, lấy thời hạn dài nhất",
    Made.CHANNEL_LEFT_OUT: "không hiểu kênh nộp, bỏ qua",
    Made.CHANNEL_ONLY: "chỉ nhận được kênh nộp; thời hạn và mức thu coi như chưa có thông tin",
    Made.NO_FEE: "không hiểu mức thu, coi như chưa có thông tin",
    Made.FEE_FROM_TEXT: "ô mức thu mất các số 0 hàng nghìn: lấy số tiền trong phần chữ",
    Made.BY_PROVINCE: "ghi miễn phí nhưng do HĐND cấp tỉnh quyết định: lấy là do tỉnh quy định",
    Made.FOREIGN_LEFT_OUT: "mức thu bằng ngoại tệ, bỏ qua",
    Made.PAPERS_NOT_SPLIT: "không tách được giấy tờ, giữ cả đoạn làm một dòng",
    Made.PAPER_CUT: "tên giấy tờ quá dài, đã cắt ngắn",
    Made.CASES_FROM_HEADINGS: "lấy các đề mục làm trường hợp",
    Made.HEADINGS_OPEN: "chưa rõ ý nghĩa đề mục: giấy tờ được liệt kê nhưng không bắt buộc",
    Made.NOTES_LEFT_OUT: "ghi chú hoặc dòng không ghi số bản, không đưa vào danh sách giấy tờ",
    Made.NO_PAPERS: "không có giấy tờ nào",
}
