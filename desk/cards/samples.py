"""Invented citizens and their cards as a scanner would send them, for training and tests."""

import random
from datetime import date, timedelta

from models.person import Person, Sex

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLE = {
    Sex.MALE: ("Văn", "Hữu", "Đức", "Quốc", "Minh Ví Dụ", "Công"),
    Sex.FEMALE: ("Thị", "Thị Ngọc", "Thị Ví Dụ", "Diệu", "Thị Bích"),
}
_GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Mẫu Thử", "Thử Nghiệm", "Giả Định")
_STREETS = ("Tổ Dân Phố Mẫu", "Thôn Thử Nghiệm", "Ấp Ví Dụ", "Khu Phố Giả Định")
_PREFIXES = ("001", "031", "048", "079", "092")
_FIRST_BIRTHDAY, _LAST_BIRTHDAY = date(1940, 1, 1), date(2008, 12, 31)
_FIRST_ISSUE, _LAST_ISSUE = date(2021, 3, 1), date(2026, 6, 30)


def citizen(n: int, seed: int = 0) -> Person:
    """The ``n``-th invented citizen of a series, always the same for the same ``n`` and ``seed``.

    The number's digits agree with sex and date of birth; the last six count up, so no two of a series share one.
    """
    chance = random.Random(f"{seed}/{n}")  # noqa: S311  invented people need no secrecy
    sex = chance.choice(tuple(Sex))
    born_on = _between(chance, _FIRST_BIRTHDAY, _LAST_BIRTHDAY)
    prefix = chance.choice(_PREFIXES)
    digit = (born_on.year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    number = f"{prefix}{digit}{born_on.year % 100:02}{n % 1_000_000:06}"
    house, street = chance.randint(1, 99), chance.choice(_STREETS)
    return Person(
        full_name=f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE[sex])} {chance.choice(_GIVEN)}",
        personal_number=number,
        old_number=f"0{n % 100_000_000:08}" if born_on.year < 2002 and chance.random() < 0.5 else "",
        born_on=born_on,
        sex=sex,
        address=f"Số {house}, {street}, Xã Mẫu, Tỉnh Thử Nghiệm",
        card_issued_on=_between(chance, _FIRST_ISSUE, _LAST_ISSUE),
    )


def qr_text(person: Person, *, new_card: bool) -> str:
    """The QR code of the person's card: with four empty fields at the end on the card of 2024."""
    fields = (
        person.personal_number,
        person.old_number,
        person.full_name,
        person.born_on.strftime("%d%m%Y") if person.born_on else "",
        {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", None: ""}[person.sex],
        person.address,
        person.card_issued_on.strftime("%d%m%Y") if person.card_issued_on else "",
    )
    return "|".join(fields) + ("||||" if new_card else "")


def _between(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))
