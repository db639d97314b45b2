"""What of the payments part does not do is said at the start, by its key; secrets are their owner's alone."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from sync.hub import words
from sync.hub.payments.provider import ProviderTrouble
from sync.hub.payments.settings import read, secret
from sync.hub.settings import DatabaseSettings, HubSettings, SettingsWrong

GOOD: dict[str, object] = {"provider": "sepay", "key_file": "sepay.key", "accounts": {"0071": "H99.01"}}


def settings_of(*sources: dict[str, object], folder: str = ".") -> HubSettings:
    payments: dict[str, object] = {"since": "2026-12-01", "source": list(sources)}
    return HubSettings(name="x", database=DatabaseSettings(url="unused"), payments=payments, folder=folder)


def test_an_office_has_accounts_as_people_write_them() -> None:
    accounts = {"accounts": {"0071 000-888": "H99.01", "VCB.0011": "H99.02"}}
    found = read(settings_of(GOOD | accounts, {"provider": "payos", "key_file": "payos.key"}))
    assert found is not None
    assert found.offices == {"0071000888": "H99.01", "VCB0011": "H99.02"}
    assert [source.called for source in found.source] == ["sepay", "payos"]
    assert read(replace(settings_of(), payments={})) is None


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([GOOD | {"provider": "vietqr"}], words.provider_unknown("vietqr", "sepay, payos")),
        ([GOOD | {"name": "../x"}], words.source_wrong("../x", "name")),
        ([GOOD | {"key_file": ""}], words.source_wrong("sepay", "key_file")),
        ([GOOD | {"url": "http://my.sepay.vn", "token_file": "t"}], words.source_wrong("sepay", "url")),
        ([GOOD | {"url": "https://my.sepay.vn"}], words.source_wrong("sepay", "token_file")),
        ([GOOD | {"provider": "payos", "url": "https://x", "token_file": "t"}], words.source_wrong("payos", "url")),
        ([GOOD | {"accounts": {" ": "H99.01"}}], words.source_wrong("sepay", "accounts")),
        ([GOOD, GOOD], words.source_wrong("sepay", "name")),
        (
            [GOOD, GOOD | {"name": "b", "accounts": {"00 71": "H99.02"}}],
            words.account_of_two("0071", "H99.01", "H99.02"),
        ),
        ([GOOD | {"every": 1.0}], "payments: "),
        ([GOOD | {"misspelt": 1}], "payments: "),
    ],
)
def test_what_does_not_do_is_named(sources: list[dict[str, object]], said: str) -> None:
    with pytest.raises(SettingsWrong) as refused:
        read(settings_of(*sources))
    assert refused.value.detail.startswith(said)


def test_a_secret_is_its_owner_s_alone(tmp_path: Path) -> None:
    settings = settings_of(GOOD, folder=str(tmp_path))
    file = tmp_path / "sepay.key"
    for content, mode in ((None, 0), (" \n", 0o600), ("secret", 0o604)):
        if content is not None:
            file.write_text(content, "utf-8")
            file.chmod(mode)
        with pytest.raises(SettingsWrong) as refused:
            secret(settings, "sepay.key")
        assert refused.value.detail == words.SECRET_UNREADABLE
    file.chmod(0o600)
    assert secret(settings, "sepay.key") == "secret"
    assert secret(settings, "") == ""


def test_every_trouble_has_its_words() -> None:
    assert set(words.PAYMENT_TROUBLES) == set(ProviderTrouble)
