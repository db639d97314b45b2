"""The checklist of papers: one list follows another, and nothing of a line goes on to the next paper."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.events.dossiers import PaperReceived
from models.procedure import RequiredPaper
from ui.intake.checklist import Checklist

FORM = RequiredPaper(name="Tờ khai", originals=1)
BOOK = RequiredPaper(name="Sổ hộ khẩu", originals=0, copies=2, required=False)
LETTER = RequiredPaper(name="Giấy giới thiệu", originals=1, copies=1)


def said(papers: Checklist) -> list[list[str]]:
    """The words shown on each line."""
    return [[one.text() for one in line.findChildren(QLabel) if one.isVisibleTo(line)] for line in papers.lines]


def test_a_line_that_is_used_again_keeps_nothing_of_the_paper_before(qtbot: QtBot) -> None:
    papers = Checklist()
    qtbot.addWidget(papers)
    papers.show()
    papers.show_papers((FORM, BOOK))
    papers.put((PaperReceived(name="Sổ hộ khẩu", copies=5), PaperReceived(name="Giấy khác", originals=1)))
    assert said(papers) == [["Tờ khai"], ["Sổ hộ khẩu", "Nếu có"], ["Giấy khác"]]
    made = {id(line) for line in papers.lines}
    papers.show_papers(())
    papers.put(())
    papers.show_papers((LETTER, FORM))
    assert {id(line) for line in papers.lines} <= made
    assert said(papers) == [["Giấy giới thiệu"], ["Tờ khai"]]
    assert papers.papers() == ()
    assert [line.own for line in papers.lines] == [False, False]
    assert [one.name for one in papers.missing()] == ["Giấy giới thiệu", "Tờ khai"]
    papers.tick_required()
    assert papers.papers() == (
        PaperReceived(name="Giấy giới thiệu", originals=1, copies=1),
        PaperReceived(name="Tờ khai", originals=1),
    )
    assert [line.tick.accessibleName() for line in papers.lines] == ["Giấy tờ: Giấy giới thiệu", "Giấy tờ: Tờ khai"]


def test_ticks_stay_with_papers_of_the_same_name(qtbot: QtBot) -> None:
    papers = Checklist()
    qtbot.addWidget(papers)
    papers.show_papers((FORM, BOOK))
    papers.put((PaperReceived(name="Sổ hộ khẩu", copies=5),))
    papers.show_papers((BOOK, LETTER))
    assert papers.papers() == (PaperReceived(name="Sổ hộ khẩu", copies=5),)


def test_the_words_above_the_counts_stand_only_above_lines(qtbot: QtBot) -> None:
    papers = Checklist()
    qtbot.addWidget(papers)
    papers.show()
    heads = [one for one in papers.findChildren(QLabel) if one.text() in {"Chính", "Sao"}]
    shown = []
    for them in ((), (FORM,), ()):
        papers.show_papers(them)
        shown.append([one.isVisible() for one in heads])
    assert shown == [[False, False], [True, True], [False, False]]
