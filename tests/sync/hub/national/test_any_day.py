"""Any day at an office, any misbehaviour of the national system: each message there once, each dossier's in order."""

import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import (
    AnyEvent,
    DossierAccepted,
    DossierCorrected,
    DossierForwarded,
    DossierStopped,
    DossierWithdrawn,
    FeeTaken,
    NationalState,
    ProvinceReported,
    ResultDecided,
    ResultHandedOver,
    StopCause,
    SupplementAsked,
)
from models.ids import new_dossier_id
from models.process import Holder, ProcessStep
from sync.hub.national import overview
from sync.hub.offices import offices
from sync.hub.store import event_rows
from sync.national.message import progress, steps_b
from sync.national.rules import OfficeFacts
from sync.national.steps import way
from sync.signatures.requests import key_id
from tests.conftest import TurnedClock
from tests.fakes.national_a import NationalA
from tests.fakes.national_b import NationalB
from tests.fakes.national_server import Mischief
from tests.sync.hub.conftest import NOW, OFFICE, Desk, enrol, open_store
from tests.sync.hub.national.conftest import MAU, Town, received, settings_of

FAST = [m for m in Mischief if m not in (Mischief.SLOW, Mischief.LATE)]
DOSSIERS = 3

VP, EXAMINE = Holder(unit="vp", unit_name="Văn phòng"), ProcessStep(id="examine", name="Thẩm định")
work: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(ProvinceReported, state=st.sampled_from(NationalState), note=st.sampled_from(["", "Đang thẩm định"])),
    st.builds(SupplementAsked, number=st.just("1"), missing=st.just(()), reason=st.just("thiếu")),
    st.builds(DossierCorrected, reason=st.just("nhầm"), submitter=st.just(MAU), note=st.sampled_from(["a", "b"])),
    st.builds(FeeTaken, amount=st.just(8000)),
    st.builds(DossierForwarded, to=st.just(VP), step=st.just(EXAMINE), number=st.just(1)),
    st.builds(DossierAccepted, holder=st.just(VP)),
    st.builds(ResultDecided, signed_by=st.just("Lý Thị Mẫu")),
    st.builds(DossierStopped, number=st.just("9"), cause=st.just(StopCause.REQUEST), reason=st.just("đơn")),
    st.builds(ResultHandedOver, to=st.just("Nguyễn Văn Mẫu")),
    st.builds(DossierWithdrawn, reason=st.just("rút")),
)
turn = st.tuples(st.integers(0, DOSSIERS - 1), work)
day = st.lists(turn | st.none() | st.just("restart"), max_size=14)
wrongs = st.lists(st.none() | st.sampled_from(FAST), max_size=12)


@pytest.mark.parametrize("generation", ["a", "b"])
@settings(max_examples=5)
@given(day=day, wrongs=wrongs)
def test_any_day(generation: str, day: list[tuple[int, AnyEvent] | str | None], wrongs: list[Mischief | None]) -> None:
    clock = TurnedClock(NOW)
    fake_of = NationalA if generation == "a" else NationalB
    with tempfile.TemporaryDirectory() as folder, fake_of() as fake:
        store = open_store(f"sqlite:///{folder}/hub.db")
        offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
        key = Ed25519PrivateKey.generate()
        number = enrol(store, key).device
        device = offices.find_device(store, key_id(key.public_key()))
        assert device is not None
        fake.mischief.extend(wrongs)
        town = Town(store, lambda: (device, Desk(number), key), settings_of(Path(folder), fake), clock)
        subjects = [new_dossier_id() for _ in range(DOSSIERS)]
        for place, subject in enumerate(subjects, 1):
            town.happens(subject, received(place))
        for what in day:
            clock.turn(seconds=61)
            if what is None:
                town.sender.turn()
            elif isinstance(what, str):
                town.sender.release_lease()
                town.sender._line.close()
                town.sender = town.another()
            else:
                town.happens(subjects[what[0]], what[1])
        town.settles(hours=24)
        assert overview.status(store).open == 0
        assert overview.status(store).refused == 0
        for place, subject in enumerate(subjects, 1):
            with store.reading() as reading:
                told = way(subject, event_rows.of_subject(reading, OFFICE, subject))
            code = f"{OFFICE}-261123-{place:04d}"
            expected = [progress(told, step, OfficeFacts()) for step in steps_b(told)]
            assert fake.kept.created[code] == 1
            assert [(s["TrangThai"], s["ThoiDiemXuLy"]) for s in fake.kept.steps[code]] == [
                (step.state, step.at) for step in expected
            ]
            assert fake.kept.dossiers[code]["TrangThaiHoSo"] == expected[-1].state
            assert told.dossier.delivery.accepted_at is not None
            assert (told.dossier.delivery.step, told.dossier.delivery.refused) in ((len(expected), ""), (0, ""))
        town.sender._line.close()
        store.close()
