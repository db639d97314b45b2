"""Who did it at the other desk: names from the edition in use."""

from datetime import date

import msgspec

from desk.desk import Desk
from desk.staff import colleagues
from models.ids import ClerkId
from sync.client.editions import IN_USE
from sync.messages import Edition, SignedEdition, Staff


def test_without_an_edition_only_the_own_clerk_has_a_name(desk: Desk) -> None:
    assert colleagues.names(desk) == {desk.settings.clerk.id: desk.settings.clerk.name}


def test_an_edition_names_the_others_and_the_settings_the_own(desk: Desk) -> None:
    own = desk.settings.clerk
    edition = Edition(
        version=1,
        name="Bản 1",
        valid_from=date(2026, 11, 1),
        office="H00.99.01",
        staff=(Staff(id=ClerkId("hoa"), name="Lê Thị Hoa Mẫu"), Staff(id=own.id, name="Tên khác")),
    )
    signed = SignedEdition(body=msgspec.json.encode(edition), signature=b"")
    (desk.folder / IN_USE).write_bytes(msgspec.json.encode(signed))
    assert colleagues.names(desk) == {ClerkId("hoa"): "Lê Thị Hoa Mẫu", own.id: own.name}
