"""Pictures of widgets for other libraries: what a scanner before the screen would see."""

from PIL import Image
from PySide6.QtGui import QImage


def gray(image: QImage) -> Image.Image:
    """The picture in grey, as zxing-cpp takes it."""
    flat = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes("L", (flat.width(), flat.height()), bytes(flat.constBits()), "raw", "L", flat.bytesPerLine())
