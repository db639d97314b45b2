"""What the clerk reads after a USB stick was written or read."""

from desk.province.province_words import set_aside_lines
from desk.words.refusals import refusal_words
from models.words.money_words import in_figures
from sync.stick.exchange import StickRead, StickWritten

_MEGABYTE = 1 << 20


def out_words(out: StickWritten) -> list[str]:
    """What lies on the stick, and what to do with it."""
    lines = []
    if out.events:
        scans = f", {out.files} bản quét" if out.files else ""
        lines.append(f"Đã ghi {in_figures(out.events)} việc{scans} vào {out.place} ({_size(out.size)}).")
    else:
        lines.append(f"Không có việc nào chờ gửi; đã ghi thư hỏi tin vào {out.place}.")
    if out.missing:
        lines.append(f"{out.missing} bản quét không còn nguyên trên máy này nên không ghi kèm được; quét lại.")
    lines.append(
        "Thư được niêm phong, chỉ máy chủ của tỉnh mở được. Mang USB lên tỉnh, rồi mang về chọn “Nhận từ USB”."
    )
    return lines


def back_words(back: StickRead) -> list[str]:
    """What came back, and what is still open."""
    if back.letters == 0:
        return ["USB này không có thư trả lời cho máy này."]
    lines = []
    if back.letters > back.broken:
        news = f"có {in_figures(back.merged)} tin mới" if back.merged else "không có tin mới"
        lines.append(f"Đã nhận thư trả lời của tỉnh: {news}.")
        lines.append(
            f"Còn {in_figures(back.unsent)} việc chưa đến tỉnh." if back.unsent else "Mọi việc của máy này đã đến tỉnh."
        )
    if back.forked:
        lines.append("Tệp dữ liệu của máy này là bản phục hồi cũ; cần nối mạng một lần để xin số máy mới.")
    if back.refused is not None:
        lines.append(refusal_words(back.refused))
    if back.set_aside:
        lines += set_aside_lines(back.set_aside)
    if back.edition:
        lines.append(f"Có bộ dữ liệu mới của tỉnh (bản {back.edition}), chờ áp dụng.")
    if back.late:
        lines.append("Một phần thư đã cũ hoặc thiếu nên được bỏ qua; lần ghi USB sau sẽ hỏi lại, không mất gì.")
    if back.broken:
        lines.append(f"{back.broken} thư không dùng được (hỏng, bị sửa hoặc chép dở) nên không được ghi; chép lại USB.")
    return lines


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB".replace(".", ",") if size >= _MEGABYTE else f"{-(-size // 1024)} KB"
