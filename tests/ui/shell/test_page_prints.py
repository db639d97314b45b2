"""What a page prints: a banner tells what became of it, and its button prints it once more."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from desk.prints.print_jobs import PrintJob
from desk.settings import Printers, Settings
from desk.training.training import training_settings
from models.events import FormPrinted
from models.ids import SubjectId
from printing.simulated.printer import Failure, SimulatedPrinter
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import issues
from tests.ui.prints.test_prints_page import history, said, shelf, unprinted
from ui.shell.page_prints import PagePrints


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter("xprinter-80") as made:
        yield made


@pytest.fixture
def settings(printer: SimulatedPrinter) -> Settings:
    return replace(training_settings(), printers=Printers(tickets=printer.address))


class Written(QObject):
    """A print job as it was written down."""

    def __init__(self) -> None:
        super().__init__()
        self.job: PrintJob | None = None

    def take(self, job: PrintJob) -> None:
        self.job = job


def written(clerk: Clerk) -> PrintJob:
    """The slip of the first number once more; its first copy is out."""
    issues(clerk)
    view = clerk.counter.line.line.view if clerk.counter.line.line else None
    assert view is not None
    clerk.until(lambda: not unprinted(clerk))
    subject, heard = view.waiting[0].id, Written()
    clerk.app.jobs.ask(heard, lambda work: work.prints.job_again(subject), heard.take)
    clerk.waits()
    assert heard.job is not None
    return heard.job


def prints(clerk: Clerk) -> PagePrints:
    return PagePrints(shelf(clerk), clerk.window.banners, clerk.window)


def buttons(clerk: Clerk) -> list[QPushButton]:
    shown = clerk.window.banners.shown
    return [one.button for one in shown if one.button is not None and one.button.text() == "In lại"]


def copies(clerk: Clerk, subject: SubjectId) -> list[int]:
    return [one.event.copy for one in history(clerk, subject) if isinstance(one.event, FormPrinted)]


def test_a_paper_cut_off_in_the_middle_is_printed_again_as_a_further_copy_by_its_banners_button(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    clerk = opened()
    job = written(clerk)
    printer.fail(Failure.CUTS_OFF, after=3000)
    prints(clerk).send(job)
    clerk.until(lambda: buttons(clerk) != [])
    assert f"“Bản in lần {job.copy + 1}”" in said(clerk)
    buttons(clerk)[-1].click()
    clerk.until(lambda: len(printer.slips) == 2)
    clerk.until(lambda: not unprinted(clerk))
    assert copies(clerk, job.subject) == [1, job.copy, job.copy + 1]


def test_a_paper_not_begun_is_printed_by_its_banners_button_as_the_same_copy(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    clerk = opened()
    job = written(clerk)
    printer.fail(Failure.PAPER_OUT)
    prints(clerk).send(job)
    clerk.until(lambda: buttons(clerk) != [])
    printer.mend()
    buttons(clerk)[-1].click()
    clerk.until(lambda: len(printer.slips) == 2)
    clerk.until(lambda: not unprinted(clerk))
    assert copies(clerk, job.subject) == [1, job.copy]


def test_the_printers_answer_begins_with_the_good_news_whose_place_it_takes(opened: Callable[[], Clerk]) -> None:
    clerk = opened()
    job = written(clerk)
    clerk.window.banners.show_banner("good", "Đã thu 15.000 đồng.")
    prints(clerk).send(job, "Đã thu 15.000 đồng.")
    clerk.until(lambda: "Đã thu 15.000 đồng. Đã " in said(clerk))


def test_the_printers_answer_keeps_the_button_of_the_banner_whose_place_it_takes(opened: Callable[[], Clerk]) -> None:
    clerk = opened()
    pressed: list[str] = []
    prints(clerk).send(written(clerk), "Đã điền tờ khai.", "Về quầy", lambda: pressed.append("Về quầy"))
    clerk.until(lambda: "Đã điền tờ khai. Đã " in said(clerk))
    (button,) = [one.button for one in clerk.window.banners.shown if one.label.text().startswith("Đã điền")]
    assert button is not None
    button.click()
    assert pressed == ["Về quầy"]


def test_of_many_papers_only_those_that_did_not_come_out_are_told(
    opened: Callable[[], Clerk], printer: SimulatedPrinter
) -> None:
    clerk = opened()
    job = written(clerk)
    clerk.window.banners.show_banner("good", "Đã lập 2 phiếu.")
    prints(clerk).send_all([job])
    clerk.until(lambda: len(printer.slips) == 2)
    clerk.until(lambda: not unprinted(clerk))
    assert said(clerk).endswith("Đã lập 2 phiếu.")
    printer.fail(Failure.PAPER_OUT)
    heard = Written()
    clerk.app.jobs.ask(heard, lambda work: work.prints.job_again(job.subject), heard.take)
    clerk.waits()
    assert heard.job is not None
    prints(clerk).send_all([heard.job])
    clerk.until(lambda: "hết giấy" in said(clerk))
    assert buttons(clerk) != []
