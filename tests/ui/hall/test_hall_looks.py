"""Kiosk and board to the eye and the ear: every key has a name, nothing is cut off or lies on anything else."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from tests.ui.everywhere import lying_on_each_other, settle, takes_keys
from ui.hall.board import BoardWindow
from ui.hall.kiosk import Kiosk
from ui.hall.words import Language


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("language", Language)
def test_every_face_of_the_kiosk_has_room_and_names(kiosk: Kiosk, size: tuple[int, int], language: Language) -> None:
    kiosk.resize(*size)
    if kiosk.language is not language:
        kiosk.switch.click()
    for face in (kiosk.start, kiosk.priority, kiosk.number, kiosk.staff):
        if face is kiosk.priority:
            kiosk.start.tiles[0].click()
        else:
            kiosk.faces.setCurrentWidget(face)
        settle()
        assert lying_on_each_other(kiosk) == []
        for button in kiosk.findChildren(QAbstractButton):
            if takes_keys(button):
                assert button.accessibleName() or button.text(), button
                assert kiosk.rect().contains(button.rect().translated(button.mapTo(kiosk, button.rect().topLeft())))


def test_the_board_is_heard_by_its_name(board: BoardWindow) -> None:
    assert board.accessibleName()
