"""A photograph as it is kept: upright, small, telling nothing but the picture; attached like a scan."""

import builtins
import json
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

pytest.importorskip("cv2", reason="OpenCV is an extra")

import numpy as np

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake
from desk.opening import close_desk
from desk.photographs.photograph import KeptWhole, photograph
from desk.photographs.photograph_words import photograph_words
from desk.photographs.picture import LONG_SIDE, MOST_BYTES
from desk.settings import write_settings
from models.not_allowed import FileKindUnknown, FileNotReadable
from models.trouble import DiskFull
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.fakes.photographed import as_file, photographed
from tests.printing.reading import codes


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg))


def test_a_photograph_is_cut_small_and_can_be_read() -> None:
    taken = photograph(as_file(photographed(5).pixels), "IMG_1.jpg")
    assert taken.whole is None
    assert len(taken.jpeg) <= MOST_BYTES
    picture = opened(taken.jpeg)
    assert picture.size == (taken.width, taken.height)
    assert set(codes(picture)) >= {"QRCode", "Code128"}
    assert "cắt" in photograph_words(taken)


def test_the_noisiest_large_picture_fits_too() -> None:
    noisy = np.random.default_rng(2).integers(0, 256, (3000, 4000, 3), dtype=np.uint8)
    taken = photograph(as_file(noisy, quality=92), whole=True)
    assert len(taken.jpeg) <= MOST_BYTES
    assert max(opened(taken.jpeg).size) <= LONG_SIDE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pixels_are_turned_as_the_camera_was_held_and_nothing_else_is_told(orientation: int) -> None:
    pixels = np.zeros((60, 90, 3), np.uint8)
    pixels[:20, :30] = (250, 10, 10)
    upright = Image.fromarray(pixels)
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's names for undoing each orientation
    held = upright.transpose(Image.Transpose(back[orientation])) if orientation in back else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 2.0, 3.0)})
    exif[0x010E] = "ảnh riêng"
    content = BytesIO()
    held.save(content, "JPEG", quality=95, exif=exif, comment=b"secret")
    taken = photograph(content.getvalue(), whole=True)
    red, _, blue = opened(taken.jpeg).convert("RGB").getpixel((8, 8))  # type: ignore[misc]  # three of RGB
    assert (taken.width, taken.height) == (90, 60)
    assert red > 200
    assert blue < 100
    kept = opened(taken.jpeg)
    assert not kept.getexif()
    assert b"secret" not in taken.jpeg
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_below_the_confidence_all_is_kept_and_a_person_may_ask_for_all() -> None:
    seen = as_file(photographed(1, table=228, noise=3.0).pixels)
    assert photograph(seen).whole is KeptWhole.NOT_SURE
    good = as_file(photographed(1).pixels)
    assert photograph(good, whole=True).whole is KeptWhole.ASKED
    aside = photograph(good, whole=True, turns=1)
    assert (aside.width, aside.height) == (1440, 1920)


def test_without_opencv_it_is_kept_as_it_is_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = builtins.__import__

    def without(name: str, *rest: Any) -> Any:  # noqa: ANN401  as Python's own
        if name == "cv2":
            raise ImportError(name)
        return real(name, *rest)

    content = as_file(photographed(1).pixels)
    monkeypatch.setattr(builtins, "__import__", without)
    taken = photograph(content)
    assert (taken.whole, taken.width, taken.height) == (KeptWhole.NO_LIBRARY, 1920, 1440)
    assert "giữ nguyên" in photograph_words(taken)


def test_what_is_no_picture_is_refused_and_a_damaged_one_ends_in_no_other_way() -> None:
    with pytest.raises(FileKindUnknown):
        photograph(b"%PDF-1.4", "a.pdf")
    with pytest.raises(FileNotReadable):
        photograph(b"\xff\xd8\xff" + b"x" * 50, "a.jpg")
    chance, whole = random.Random(4), as_file(photographed(1).pixels)  # noqa: S311 - a test's
    for _ in range(12):
        damaged = bytearray(whole[: chance.randrange(200, len(whole))])
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert len(photograph(bytes(damaged), whole=True).jpeg) <= MOST_BYTES
        except (FileNotReadable, FileKindUnknown):
            continue


def test_on_a_full_disk_nothing_is_attached_and_the_rest_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    jpeg = photograph(as_file(photographed(5).pixels)).jpeg
    with monkeypatch.context() as full:

        def no_room(_: bytes) -> str:
            raise DiskFull("x", "no space left")

        full.setattr(desk.files, "put", no_room)
        with pytest.raises(DiskFull):
            attachments.attach_content(desk, dossier.id, "Ảnh 1.jpg", jpeg)
    assert desk.store.log.dossier(dossier.id).files == ()
    (kept,) = attachments.attach_content(desk, dossier.id, "Ảnh 1.jpg", jpeg).files
    assert desk.files.get(kept.digest) == jpeg
    assert desk.store.log.verify() == []


def test_the_command_attaches_several_and_says_what_became_of_each(desk: Desk, tmp_path: Path) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    write_settings(desk.folder, desk.settings)
    close_desk(desk)
    files = []
    for number, light in enumerate((60, 228)):
        files.append(tmp_path / f"{number}.png")
        files[-1].write_bytes(as_file(photographed(3, table=light, noise=3.0).pixels, "PNG"))
    done = CliRunner().invoke(
        cli, ["--data", str(desk.folder), "photograph", *map(str, files), "--to", dossier.code, "--json"]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["files"] == 2
    assert [one["whole"] for one in told["photographs"]] == [None, "not_sure"]
    assert all(one["bytes"] <= MOST_BYTES for one in told["photographs"])
