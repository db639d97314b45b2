"""The signed text of a paper's QR code: read back whole, and every change of it is noticed."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from models.codes import signed_paper
from models.codes.signed_paper import PaperFacts, code_of, looks_signed, minutes, read_signed, signed_text

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
CODE = "H26.12.34-261123-0007"
PRINTED = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
FACTS = PaperFacts(
    form="01", copy=1, printed=minutes(PRINTED), owner="NTMH", procedure="1.001193", due=29_868_120, price=15000
)


def test_what_was_signed_is_read_back_and_known_by_its_key_alone() -> None:
    paper = read_signed(signed_text(CODE, FACTS, KEY))
    assert paper is not None
    assert (paper.code, paper.facts, paper.facts.printed_at) == (CODE, FACTS, PRINTED)
    assert paper.is_by(PUBLIC)
    assert not paper.is_by(OTHER)


def test_the_text_begins_with_the_code_and_is_digits_behind_it() -> None:
    text = signed_text(CODE, FACTS, KEY)
    assert text.startswith(f"{CODE}-")
    assert text.removeprefix(f"{CODE}-").isdigit()
    assert code_of(text) == CODE
    assert code_of(CODE) == CODE


@pytest.mark.parametrize("at", range(0, 260, 7))
def test_a_sign_changed_anywhere_is_noticed(at: int) -> None:
    text = signed_text(CODE, FACTS, KEY)
    changed = text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :]
    paper = read_signed(changed)
    assert paper is None or not paper.is_by(PUBLIC)


def test_facts_of_one_paper_are_not_good_for_another_code() -> None:
    digits = signed_text(CODE, FACTS, KEY).removeprefix(f"{CODE}-")
    paper = read_signed(f"H26.12.34-261123-0008-{digits}")
    assert paper is not None
    assert not paper.is_by(PUBLIC)


def test_two_keys_of_one_short_name_are_told_apart_by_the_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_paper, "name_of", lambda _: b"same")
    paper = read_signed(signed_text(CODE, FACTS, KEY))
    assert paper is not None
    assert paper.is_by(PUBLIC)
    assert not paper.is_by(OTHER)


@given(st.text(alphabet="0123456789", min_size=180, max_size=900))
def test_no_digits_do_harm(digits: str) -> None:
    assert looks_signed(f"{CODE}-{digits}")
    paper = read_signed(f"{CODE}-{digits}")
    assert paper is None or not paper.is_by(PUBLIC)


@given(st.text())
def test_no_text_does_harm(text: str) -> None:
    assert read_signed(text) is None or looks_signed(text)
