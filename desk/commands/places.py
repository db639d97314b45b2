"""Command that parses an address; needs no database."""

import click

from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from desk.intake.notice_words import address_words
from models.places.address import read_address
from models.places.old_places import OldAddress


@click.command("address", cls=DeskCommand)
@click.argument("text", metavar="ĐỊA_CHỈ")
@as_json
def address(*, text: str, as_json: bool) -> None:
    """Địa chỉ này thuộc xã, phường nào hiện nay; nhận cả tên trước 01/07/2025."""
    found = read_address(text)
    commune, province = found.commune, found.province
    why = address_words(found)
    answer(
        {
            "commune_code": commune.code if commune else "",
            "commune": f"{commune.kind.value.capitalize()} {commune.name}" if commune else "",
            "province": province.name if province else "",
            "rest": found.rest,
            "old": _old(found.old) if found.old else None,
            "certain": commune is not None,
            "candidates": [{"code": one.code, "name": one.full_name} for one in found.candidates],
            "why": why,
        },
        as_json=as_json,
        lines=lambda: [
            *([f"{commune.code}: {', '.join(filter(None, (found.rest, commune.full_name)))}"] if commune else []),
            why,
        ],
    )


def _old(old: OldAddress) -> dict[str, object]:
    """What an address of before says today."""
    return {
        "certainty": old.certainty.value,
        "today": old.today,
        "candidates": [{"code": one.code, "name": one.full_name} for one in old.candidates],
    }
