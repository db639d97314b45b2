"""The page of a dossier of a bundle: to the other parts by key, the slip again, out of the bundle."""

import os

from msgspec.structs import replace

from desk.bundles.bundle_form import BundleForm, bundle_preview, with_matter
from desk.intake.intake import IntakeForm
from desk.views.open_desk import OpenDesk
from desk.views.service.bundles import BundleOutcome, given
from models.ids import DossierId
from models.store.projections.bundle import BUNDLES
from tests.desk.bundles.test_bundles import BIRTH_BUNDLE, PORTAL_CODE, filled
from tests.desk.intake.test_intake import MAU
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import dossiers
from tests.ui.dossiers.sheets import put_in
from tests.ui.dossiers.test_acts import press
from ui.assisted.assisted_page import AssistedPage
from ui.dossiers.dossier_page import DossierPage


def take_in_three(work: OpenDesk) -> BundleOutcome:
    """Three matters of one person."""
    people = IntakeForm(submitter=MAU)
    form = BundleForm(people=people)
    for procedure in ("2.000815", "1.004873", "2.000884"):
        form = with_matter(form, replace(people, procedure=procedure))
    cases = {procedure.code: procedure.cases[0].id for procedure in work.desk.catalogue.procedures if procedure.cases}
    form = replace(form, parts=tuple(replace(part, case=cases[part.procedure]) for part in form.parts))
    papers = tuple(given(one) for one in bundle_preview(work.desk, form).papers if one.paper.required)
    return work.bundles.take_in(replace(form, papers=papers))


def take_in_birth(work: OpenDesk) -> BundleOutcome:
    """A bundle that was filed on the portal."""
    return work.bundles.take_in(filled(work.desk, BIRTH_BUNDLE))


def test_from_a_part_to_what_follows_its_bundle_on_the_portal_and_back(clerk: Clerk) -> None:
    taken: list[BundleOutcome] = []
    clerk.app.jobs.ask(clerk.window, take_in_birth, taken.append)
    clerk.waits()
    clerk.window.go("dossier", taken[0].first)
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    assert "vừa nộp, chưa xem lại" in page.bundle.text()
    press(clerk, "Ctrl+Alt+J")
    clerk.waits()
    at_portal = clerk.window.page("assisted")
    assert isinstance(at_portal, AssistedPage)
    assert at_portal.isVisible()
    assert at_portal.chosen is not None
    assert at_portal.chosen.code == PORTAL_CODE
    if folder := os.environ.get("BUNDLE_SHOTS"):
        clerk.window.resize(1366, 768)
        clerk.waits()
        clerk.window.grab().save(f"{folder}/assisted.png")
    press(clerk, "Ctrl+Alt+B")
    clerk.waits()
    assert page.isVisible()
    assert page.view is not None
    assert page.view.dossier.id == taken[0].first


def test_from_part_to_part_by_key_the_slip_again_and_out_with_a_reason(clerk: Clerk) -> None:
    taken: list[BundleOutcome] = []
    clerk.app.jobs.ask(clerk.window, take_in_three, taken.append)
    clerk.waits()
    clerk.window.go("dossier", taken[0].first)
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)

    def shown() -> DossierId:
        clerk.waits()
        assert page.view is not None
        return page.view.dossier.id

    codes = {one.id: one.code for one in dossiers(clerk)}
    seen = [shown()]
    for _ in range(3):
        press(clerk, "Ctrl+Alt+B")
        seen.append(shown())
    assert [codes[one] for one in seen] == [*sorted(codes.values()), min(codes.values())]
    press(clerk, "Ctrl+Alt+I")
    clerk.waits()
    copies: list[int] = []
    clerk.app.jobs.ask(
        clerk.window, lambda work: work.desk.store.log.subject(BUNDLES, taken[0].bundle).copies, copies.append
    )
    clerk.waits()
    assert copies == [1]
    press(clerk, "Ctrl+Alt+X")
    put_in(page, "bundle_take_out", "Lý do", "người dân muốn làm riêng")
    if folder := os.environ.get("BUNDLE_SHOTS"):
        clerk.window.resize(1366, 768)
        clerk.waits()
        clerk.window.grab().save(f"{folder}/take-out.png")
    press(clerk, "F9")
    clerk.waits()
    out = shown()
    assert not clerk.window.acts["bundle_next"].isEnabled()
    clerk.window.go("dossier", seen[1])
    clerk.waits()
    press(clerk, "Ctrl+Alt+B")
    assert shown() == seen[2] != out
