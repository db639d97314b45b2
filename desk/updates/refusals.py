"""Why an update is not fetched, not taken or not switched to: each one sentence. The desk works on in every case."""

from models.not_allowed import OfOneVerb


class UpdatesNotHere(OfOneVerb):
    """This program cannot be updated by itself."""

    sentence = (
        "Chương trình trên máy này không tự cập nhật được: chạy từ mã nguồn, hoặc bản cài không kèm khóa gốc. "
        "Cài bản mới bằng gói cài."
    )


class UpdatesOff(OfOneVerb):
    """The office has switched them off."""

    sentence = "Tự cập nhật đang tắt ở Thiết lập. Bật lại, hoặc chỉ rõ nguồn: motcua update check --from THƯ_MỤC."


class NoUpdateSource(OfOneVerb):
    """No hub, and nothing else was set."""

    sentence = "Chưa có nơi lấy bản mới: máy chưa nối tỉnh và Thiết lập chưa đặt nguồn. Dùng USB: --from THƯ_MỤC_USB."


class UpdateSourceSilent(OfOneVerb):
    """Nothing could be read there."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.sentence = f"Không đọc được bản cập nhật ở {where}; quầy cứ làm việc, máy thử lại sau."


class UpdateNotThere(OfOneVerb):
    """What is offered is not in the signed list, or not for this system."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.sentence = f"Bản {version} không có trong danh sách đã ký cho loại máy này; báo đơn vị phát hành."


class UpdateNotTrusted(OfOneVerb):
    """The metadata or the file is not what the keys vouch for. ``why`` is a key of ``WHY``."""

    def __init__(self, why: str, where: str) -> None:
        super().__init__(why, where)
        self.why = why
        self.sentence = f"Không nhận bản cập nhật ở {where}: {WHY[why]} Chương trình đang dùng không đổi."


WHY = {
    "expired": "danh sách đã quá hạn (nguồn đứng yên quá lâu, hoặc đồng hồ máy này sai).",
    "older": "danh sách cũ hơn bản máy này đã thấy.",
    "signature": "chữ ký không phải của đơn vị phát hành.",
    "altered": "tệp không đúng như danh sách đã ký.",
    "unreadable": "danh sách không đọc được.",
}


class UpdateNeedsRoom(OfOneVerb):
    """The disk has too little room for it."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(needed, free)
        megabytes = -(-needed // 1_000_000)
        self.sentence = (
            f"Chưa tải bản mới: cần {megabytes} MB trống, ổ đĩa còn {free // 1_000_000} MB. Dọn bớt rồi thử lại."
        )


class PackageUnfit(OfOneVerb):
    """A signed package that is not what its list says."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.sentence = (
            f"Gói cập nhật không dùng được ({detail}); chương trình đang dùng không đổi. Báo đơn vị phát hành."
        )


class UpdateUnderWay(OfOneVerb):
    """Another window or command does it."""

    sentence = "Một cửa sổ hoặc lệnh khác đang chuẩn bị bản cập nhật; chờ xong rồi thử lại."


ENDED_AGAIN = "bị ngắt ba lần"
"""Why a version has not passed whose self-test the system has ended each time."""


class UpdateTrialFailed(OfOneVerb):
    """The new version did not pass its self-test."""

    def __init__(self, version: str, detail: str) -> None:
        super().__init__(version, detail)
        self.version, self.detail = version, detail
        self.sentence = (
            f"Bản {version} không qua được tự kiểm tra trên bản sao dữ liệu ({detail}): không chuyển sang bản này. "
            "Chương trình đang dùng và dữ liệu không đổi; báo đơn vị phát hành."
        )


class NothingToSwitchTo(OfOneVerb):
    """No version waits."""

    sentence = "Chưa có bản mới nào sẵn sàng. Xem: motcua update check."


class ServingSomebody(OfOneVerb):
    """A citizen is at the counter."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Số {number} đang ở quầy: xong người này rồi mới chuyển sang bản mới."
