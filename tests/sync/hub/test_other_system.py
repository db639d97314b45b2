"""What the settings say of another system is refused at the start, by its key, when nothing could be sent by it."""

from pathlib import Path

import pytest

from sync.hub import words
from sync.hub.e_receipts.sender import issuer_of
from sync.hub.e_receipts.settings import read as read_e_receipts
from sync.hub.national.sender import line_of
from sync.hub.national.settings import read as read_national
from sync.hub.other_system import are_headers, is_address, is_path
from sync.hub.post_orders.sender import carrier_of
from sync.hub.post_orders.settings import read as read_post
from sync.hub.settings import DatabaseSettings, HubSettings, SettingsWrong
from tests.fakes.e_receipt_provider import FORMAT
from tests.fakes.post_office import FORMAT as POST

RECEIPTS = {**FORMAT, "url": "https://provider.example/api"}
ORDERS = {**POST, "url": "https://post.example/api", "key_file": "post.key"}
NATIONAL = {"generation": "b", "url": "https://nation.example/api"}


def settings(folder: Path, **parts: dict[str, object]) -> HubSettings:
    return HubSettings(name="Tỉnh Mẫu", database=DatabaseSettings(url="unused"), folder=str(folder), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "https://provider.example",
        "https://provider.example:8443/api",
        "https://[2001:db8::1]/",
        "http://127.0.0.1:80/x",
    ],
)
def test_an_address_over_tls_or_of_this_machine_is_one(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https:///path",
        "https://[::1",
        "https://provider.example:0",
        "https://provider.example:99999",
        "https://provider example/",
        "https://provider.example/\n",
        "https://name:secret@provider.example/",
        "https://provider.example/?key=secret",
        "https://provider.example/#x",
        "http://provider.example",
        "http://127.0.0.1.provider.example/",
        "http://127.0.0.1@provider.example/",
        "http://127.0.0.1:x@provider.example/",
        "ftp://provider.example",
    ],
)
def test_what_is_no_address_or_would_go_elsewhere_in_clear_or_bears_a_secret_is_none(url: str) -> None:
    assert not is_address(url)


def test_a_path_leaves_the_address_as_it_is() -> None:
    assert all(map(is_path, ("", "/issue", "/v1/issue?format=json")))
    assert not any(map(is_path, ("issue", ".provider.example/", "@other.example", "/a b", "/a#b", "/a\n", "/phát")))


def test_headers_are_what_http_can_carry() -> None:
    assert are_headers({"X-Api-Key": "a b\tc", "dstcode": ""})
    for name, value in (("X Key", "a"), ("", "a"), ("X", "a\r\nY: b"), ("X", "khóa ễ")):
        assert not are_headers({name: value})


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"national": NATIONAL | {"url": "http://127.0.0.1.nation.example"}}, words.address_wrong("national.url")),
        ({"national": NATIONAL | {"create": "create"}}, words.path_wrong("national.create")),
        ({"national": NATIONAL | {"station": "VN\n"}}, words.header_wrong("national.station")),
        ({"e_receipts": RECEIPTS | {"url": "https://u:secret@x.example"}}, words.address_wrong("e_receipts.url")),
        ({"e_receipts": RECEIPTS | {"query": "query"}}, words.path_wrong("e_receipts.query")),
        ({"e_receipts": RECEIPTS | {"headers": {"X": "\n"}}}, words.header_wrong("e_receipts.headers")),
        ({"e_receipts": RECEIPTS | {"line": {"a": "{nobody}"}}}, words.place_unknown("e_receipts", "nobody")),
        ({"e_receipts": RECEIPTS | {"absent_after": 1e300}}, "e_receipts: "),
        ({"e_receipts": RECEIPTS | {"keep_days": 10**9}}, "e_receipts: "),
        ({"post_orders": ORDERS | {"url": "https://"}}, words.address_wrong("post_orders.url")),
        ({"post_orders": ORDERS | {"order": "order"}}, words.path_wrong("post_orders.order")),
        ({"post_orders": ORDERS | {"person_after": float("inf")}}, "post_orders: "),
    ],
)
def test_what_nothing_can_be_sent_by_is_named_without_its_value(
    tmp_path: Path, parts: dict[str, dict[str, object]], told: str
) -> None:
    said = settings(tmp_path, **parts)
    with pytest.raises(SettingsWrong) as wrong:
        _open(said)
    assert wrong.value.detail.startswith(told)
    assert "secret" not in words.settings_wrong(wrong.value.path, wrong.value.detail)


def test_authorities_and_tokens_that_cannot_be_used_are_told_before_the_start(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    token = tmp_path / "token"
    token.write_text("first line\nsecond line")
    token.chmod(0o600)
    bearer = {"login": "bearer", "password_file": "token"}
    for parts, told in (
        ({"national": NATIONAL | {"certificates": "none.pem"}}, "national.certificates"),
        ({"e_receipts": RECEIPTS | {"certificates": "absent.pem"}}, "e_receipts.certificates"),
        ({"e_receipts": RECEIPTS | bearer}, words.header_wrong("e_receipts.password_file")),
        ({"post_orders": ORDERS | {"certificates": "none.pem"}}, "post_orders.certificates"),
        ({"post_orders": ORDERS | bearer}, words.header_wrong("post_orders.password_file")),
    ):
        said = settings(tmp_path, **parts)
        with pytest.raises(SettingsWrong) as wrong:
            _open(said)
        assert wrong.value.detail == told
        assert "line" not in words.settings_wrong(wrong.value.path, wrong.value.detail)


def _open(said: HubSettings) -> None:
    """As the start does; whoever opens is closed."""
    line = line_of(said, read_national(said))
    if line is not None:
        line.close()
    if (e_receipts := read_e_receipts(said)) is not None:
        issuer_of(said, e_receipts).close()
    if (post := read_post(said)) is not None:
        carrier_of(said, post).close()
