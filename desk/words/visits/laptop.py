"""Visit laptops in words."""

from typing import assert_never

from models import events as e


def tell_laptop(event: e.LaptopEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.LaptopSetUp():
            return f"Máy trở thành máy đi tận nhà (quầy {event.name})."
        case e.LaptopLoaded():
            kept = f"giữ {event.days} ngày, đến hết {event.until:%d/%m/%Y}"
            return f"Nạp cho máy đi tận nhà số {event.laptop}: {len(event.subjects)} hồ sơ, việc; {kept}."
        case e.LaptopWipeOrdered():
            return f"Yêu cầu máy đi tận nhà xóa dữ liệu ngay khi liên lạc. Lý do: {event.reason}"
        case e.LaptopWiped():
            why = "theo yêu cầu" if event.ordered else "hết ngày giữ"
            return f"Máy đi tận nhà đã xóa {event.subjects} hồ sơ, việc đã nạp ({why}); khóa dữ liệu đã hủy."
        case e.LaptopLost():
            since = f" từ {event.since:%d/%m/%Y}" if event.since else ""
            return f"Báo mất máy đi tận nhà{since}: {event.reason}"
        case e.LaptopFound():
            return "Máy đi tận nhà đã tìm lại được" + (f": {event.note}" if event.note else ".")
        case e.LaptopCodeGiven():
            return f"Lãnh đạo cấp mã số {event.number} để xem tiếp dữ liệu {event.days} ngày khi chưa liên lạc được."
        case e.LaptopCodeUsed():
            return f"Đã dùng mã số {event.number}: xem tiếp dữ liệu {event.days} ngày."
        case _:
            assert_never(event)
