"""Qt's own words in Vietnamese: dialogs for files, menus of fields. Qt brings no Vietnamese of its own."""

from PySide6.QtCore import QCoreApplication, QTranslator

_EDITING = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "Cắ&t",
    "&Copy": "&Chép",
    "Copy &Link Location": "Chép &liên kết",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn hết",
}

_BUTTONS = {
    "OK": "Được",
    "Save": "Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "&Yes": "&Có",
    "Yes to &All": "Có &tất cả",
    "&No": "&Không",
    "N&o to All": "Không tất &cả",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Close": "Đóng",
    "Cancel": "Thôi",
    "Discard": "Bỏ",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Về như ban đầu",
}

_KINDS = {
    "Drive": "Ổ đĩa",
    "File": "Tệp",
    "%1 File": "Tệp %1",
    "File Folder": "Thư mục",
    "Folder": "Thư mục",
    "Shortcut": "Lối tắt",
    "Alias": "Lối tắt",
    "Unknown": "Không rõ",
}

_PLACES = {"Computer": "Máy này", "My Computer": "Máy này"}

WORDS: dict[str, dict[str, str]] = {
    "QFileDialog": {
        **_KINDS,
        **_PLACES,
        "&Look in:": "&Xem trong:",
        "Look in:": "Xem trong:",
        "Files of &type:": "&Loại tệp:",
        "Show ": "Hiện cột ",
        "Directory:": "Thư mục:",
        "Directory": "Thư mục",
        "File &name:": "Tên &tệp:",
        "Files of type:": "Loại tệp:",
        "Back": "Trở lại",
        "Go back": "Về nơi vừa xem",
        "Forward": "Đi tiếp",
        "Go forward": "Đến nơi xem sau đó",
        "Parent Directory": "Thư mục chứa",
        "Go to the parent directory": "Lên thư mục chứa thư mục này",
        "Create New Folder": "Tạo thư mục mới",
        "Create a New Folder": "Tạo thư mục mới",
        "List View": "Xem danh sách",
        "Change to list view mode": "Xem theo danh sách",
        "Detail View": "Xem chi tiết",
        "Change to detail view mode": "Xem có cỡ và ngày",
        "Sidebar": "Nơi hay dùng",
        "List of places and bookmarks": "Các nơi hay dùng",
        "Files": "Các tệp",
        "Open": "Mở",
        "&Open": "&Mở",
        "Save": "Lưu",
        "&Save": "&Lưu",
        "Save As": "Lưu thành",
        "&Choose": "&Chọn",
        "Choose": "Chọn",
        "Cancel": "Thôi",
        "Find Directory": "Tìm thư mục",
        "All Files (*)": "Mọi tệp (*)",
        "All files (*)": "Mọi tệp (*)",
        "Recent Places": "Nơi vừa dùng",
        "Remove": "Bỏ khỏi danh sách",
        "&Rename": "Đổ&i tên",
        "&Delete": "&Xóa",
        "Delete": "Xóa",
        "Show &hidden files": "&Hiện cả tệp ẩn",
        "&New Folder": "Thư mục &mới",
        "New Folder": "Thư mục mới",
        "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nGhi thay tệp đó?",
        "%1\nFile not found.\nPlease verify the correct file name was given.": (
            "%1\nKhông thấy tệp này.\nXem lại tên tệp rồi chọn lại."
        ),
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
            "%1\nKhông thấy thư mục này.\nXem lại tên thư mục rồi chọn lại."
        ),
        "'%1' is write protected.\nDo you want to delete it anyway?": "“%1” được bảo vệ, chỉ cho đọc.\nVẫn xóa?",
        "Are you sure you want to delete '%1'?": "Xóa “%1”?",
        "Could not delete directory.": "Không xóa được thư mục.",
    },
    "QFileSystemModel": {
        **_PLACES,
        "Name": "Tên",
        "Size": "Cỡ",
        "Kind": "Loại",
        "Type": "Loại",
        "Date Modified": "Ngày sửa",
        "%1 bytes": "%1 byte",
        "%1 byte(s)": "%1 byte",
        "Invalid filename": "Tên không dùng được",
        '<b>The name "%1" cannot be used.</b>'
        "<p>Try using another name, with fewer characters or no punctuation marks.": (
            "<b>Tên “%1” không dùng được.</b><p>Đặt tên khác, ngắn hơn hoặc không có dấu câu."
        ),
    },
    "QFileIconProvider": _KINDS,
    "QAbstractFileIconProvider": _KINDS,
    "QPlatformTheme": _BUTTONS,
    "QDialogButtonBox": _BUTTONS,
    "QMessageBox": {**_BUTTONS, "Show Details...": "Xem chi tiết…", "Hide Details...": "Thu chi tiết…"},
    "QLineEdit": _EDITING,
    "QWidgetTextControl": _EDITING,
    "QScrollBar": {
        "Scroll here": "Cuộn đến đây",
        "Left edge": "Mép trái",
        "Top": "Đầu",
        "Right edge": "Mép phải",
        "Bottom": "Cuối",
        "Page left": "Sang trái một trang",
        "Page up": "Lên một trang",
        "Page right": "Sang phải một trang",
        "Page down": "Xuống một trang",
        "Scroll left": "Cuộn sang trái",
        "Scroll up": "Cuộn lên",
        "Scroll right": "Cuộn sang phải",
        "Scroll down": "Cuộn xuống",
    },
    "QComboBox": {"Open the combo box selection popup": "Mở danh sách chọn"},
    "QUnicodeControlCharacterMenu": {"Insert Unicode control character": "Chèn ký tự điều khiển Unicode"},
    "QAccessibleActionInterface": {
        "Press": "Bấm",
        "Toggle": "Đánh dấu",
        "SetFocus": "Đưa phím đến",
        "ShowMenu": "Mở trình đơn",
        "Increase": "Tăng",
        "Decrease": "Giảm",
    },
}
"""By Qt's context, then by Qt's own words."""


class QtWords(QTranslator):
    """Answers for what the table has; else Qt's own words stay."""

    def isEmpty(self) -> bool:
        """It has words, though no file of them was loaded."""
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _count: int = -1) -> str | None:
        """The words in Vietnamese."""
        return WORDS.get(context, {}).get(source)


def say_in_vietnamese(qt: QCoreApplication) -> None:
    """From now on, once for a program."""
    if not qt.property("in_vietnamese"):  # looking through its children would make the style's Python class, 14 ms
        qt.setProperty("in_vietnamese", True)
        qt.installTranslator(QtWords(qt))
