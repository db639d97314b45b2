"""What an office takes in: its own part of the catalogue, for search and kiosk alike."""

from msgspec.structs import replace

from desk import offered_procedures
from desk.settings import Service
from desk.training.training import training_settings
from models.catalogue.catalogue import shipped

SETTINGS = training_settings()
BIRTH, MARRIAGE, COPIES = "1.001193", "1.000894", "2.000815"


def test_nothing_set_is_the_whole_catalogue() -> None:
    assert offered_procedures.offered(shipped(), SETTINGS) == shipped().procedures


def test_only_what_is_offered_is_found() -> None:
    settings = replace(SETTINGS, offered=(BIRTH, COPIES))
    index = offered_procedures.index_of(shipped(), settings)
    assert [procedure.code for procedure in index.find("khai sinh")][:1] == [BIRTH]
    assert index.find("kết hôn") == []
    assert index.find(MARRIAGE) == []
    assert index.find("", [MARRIAGE, COPIES]) == [shipped().get(COPIES)]


def test_a_newer_catalogue_without_any_of_it_leaves_no_empty_counter() -> None:
    settings = replace(SETTINGS, offered=("9.999999",))
    assert offered_procedures.offered(shipped(), settings) == shipped().procedures


def test_services_for_which_nothing_is_taken_in_are_not_shown_but_own_ones_are() -> None:
    own = Service(id="tra-ket-qua", name="Trả kết quả")
    waiting = replace(SETTINGS.waiting, services=(*SETTINGS.waiting.services, own))
    settings = replace(SETTINGS, waiting=waiting, offered=(BIRTH,))
    assert [service.id for service in offered_procedures.services(shipped(), settings)] == ["ho-tich", "tra-ket-qua"]


def test_all_of_it_is_kept_as_nothing_so_that_new_procedures_are_offered_too() -> None:
    everything = [procedure.code for procedure in shipped().procedures]
    assert offered_procedures.shortened(shipped(), everything) == ()
    assert offered_procedures.shortened(shipped(), [COPIES, BIRTH]) == tuple(
        c for c in everything if c in {COPIES, BIRTH}
    )


def test_groups_hold_every_procedure_once() -> None:
    held = [procedure.code for group in offered_procedures.groups(shipped()) for procedure in group.procedures]
    assert sorted(held) == sorted(procedure.code for procedure in shipped().procedures)
