"""Sentences for entries of the national procedure list that were not understood."""

from sync.national.procedures import Interpretation

MADE = {
    Interpretation.NO_PROCEDURE: "dòng không có mã hoặc sai cấu trúc, không nhập",
    Interpretation.SECOND_LEFT_OUT: "mã đã có ở dòng trước, không nhập dòng này",
    Interpretation.CODE_KEPT: "mã không đúng dạng thường gặp, giữ nguyên",
    Interpretation.NAME_FROM_CODE: "không có tên, tạm dùng mã",
    Interpretation.LEFT_EMPTY: "để trống",
    Interpretation.NO_LIMIT: "không hiểu thời hạn, coi như chưa có thông tin",
    Interpretation.WORKING_HOURS: "ghi giờ nhưng phần chữ nói giờ làm việc: lấy giờ làm việc",
    Interpretation.UNIT_DIFFERS: (
        "phần chữ ghi cùng số nhưng đơn vị khác (ngày, ngày làm việc): lấy theo ô thời hạn, cần xem lại"
    ),
    Interpretation.CHANNELS_DIFFER: "thời hạn khác nhau theo hình thức nộp, có thể là theo trường hợp: lấy như đã ghi",
    Interpretation.LONGEST_LIMIT: "một kênh có nhiều thời hạn, lấy thời hạn dài nhất",
    Interpretation.CHANNEL_LEFT_OUT: "không hiểu kênh nộp, bỏ qua",
    Interpretation.CHANNEL_ONLY: "chỉ nhận được kênh nộp; thời hạn và mức thu coi như chưa có thông tin",
    Interpretation.NO_FEE: "không hiểu mức thu, coi như chưa có thông tin",
    Interpretation.FEE_FROM_TEXT: "ô mức thu mất các số 0 hàng nghìn: lấy số tiền trong phần chữ",
    Interpretation.BY_PROVINCE: "ghi miễn phí nhưng do HĐND cấp tỉnh quyết định: lấy là do tỉnh quy định",
    Interpretation.FOREIGN_LEFT_OUT: "mức thu bằng ngoại tệ, bỏ qua",
    Interpretation.PAPERS_NOT_SPLIT: "không tách được giấy tờ, giữ cả đoạn làm một dòng",
    Interpretation.PAPER_CUT: "tên giấy tờ quá dài, đã cắt ngắn",
    Interpretation.CASES_FROM_HEADINGS: "lấy các đề mục làm trường hợp",
    Interpretation.HEADINGS_OPEN: "chưa rõ ý nghĩa đề mục: giấy tờ được liệt kê nhưng không bắt buộc",
    Interpretation.NOTES_LEFT_OUT: "ghi chú hoặc dòng không ghi số bản, không đưa vào danh sách giấy tờ",
    Interpretation.NO_PAPERS: "không có giấy tờ nào",
}
