"""What a webcam would see of an invented card: its code drawn on a card, turned, blurred, dark, small; as a film."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from printing.layout.barcodes import qr_modules

WIDE, HIGH = 1280, 720


def seen(
    text: str, *, code: int = 200, turned: float = 0.0, blur: int = 0, light: float = 1.0, noise: float = 0.0
) -> Any:  # noqa: ANN401  a picture of OpenCV has no useful type
    """One picture, blue, green, red.

    Args:
        text: what the code says.
        code: its width in pixels of the picture.
        turned: degrees.
        blur: size of the blur in pixels.
        light: 1.0 is day.
        noise: standard deviation of grey levels.
    """
    rows = qr_modules(text)
    modules = np.array([[0 if sign == "1" else 255 for sign in row] for row in rows], np.uint8)
    modules = np.pad(modules, 4, constant_values=255)
    side = round(code * modules.shape[0] / len(rows))
    printed = cv2.resize(modules, (side, side), interpolation=cv2.INTER_AREA if side < 400 else cv2.INTER_NEAREST)
    picture: Any = np.full((HIGH, WIDE, 3), 90, np.uint8)
    cv2.rectangle(picture, (300, 150), (1000, 590), (225, 230, 215), -1)
    cv2.putText(picture, "THE MAU - KHONG CO THAT", (330, 210), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (60, 60, 60), 2)
    top, left = 330 - side // 2, 740 - side // 2
    picture[top : top + side, left : left + side] = printed[:, :, None]
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), turned, 1.0)
    picture = cv2.warpAffine(picture, turn, (WIDE, HIGH), borderValue=(90, 90, 90))
    if blur:
        picture = cv2.GaussianBlur(picture, (blur | 1, blur | 1), 0)
    chance = np.random.default_rng(1)
    grey = picture.astype(np.float32) * light + chance.normal(0, noise, picture.shape) if noise else picture * light
    return np.clip(grey, 0, 255).astype(np.uint8)


def film(path: Path, pictures: list[Any]) -> Path:
    """A film of these pictures, ten a second, nothing lost but what JPEG loses."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (WIDE, HIGH))
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path
