"""Barcodes and QR codes as rows of dark ("1") and light ("0") modules; nothing is drawn here."""

from functools import lru_cache

from models.system.libraries import library

_MODULES = bytes(ord("1" if grey < 128 else "0") for grey in range(256))


@lru_cache(maxsize=64)
def qr_modules(text: str) -> tuple[str, ...]:
    """The QR code of a text as rows of modules, error correction M, without the quiet zone."""
    with library("zxing-cpp"):
        import zxingcpp  # noqa: PLC0415 - only where a code is drawn

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    rows, columns = image.shape
    modules = bytes(image.__array_interface__["data"]).translate(_MODULES).decode("ascii")
    return tuple(modules[row * columns : (row + 1) * columns] for row in range(rows))


@lru_cache(maxsize=64)
def code128_modules(text: str) -> str:
    """The Code 128 of a text without quiet zones. Printable ASCII only, else ``ValueError``."""
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError(text)
    with library("python-barcode"):
        from barcode.codex import Code128  # noqa: PLC0415 - only where a code is drawn

    return str(Code128(text).build()[0])


@lru_cache(maxsize=64)
def setting_modules(command: str) -> str:
    """The Code 128 of a scanner's command: FNC3 in front says that it is for the scanner itself (ISO/IEC 15417)."""
    with library("zxing-cpp"):
        import zxingcpp  # noqa: PLC0415 - only where a code is drawn

    code = zxingcpp.create_barcode(command, zxingcpp.BarcodeFormat.Code128, readerInit=True)
    image = code.to_image(scale=1, add_quiet_zones=False)
    columns = image.shape[1]
    return bytes(image.__array_interface__["data"])[:columns].translate(_MODULES).decode("ascii")
