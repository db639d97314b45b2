"""Figures and description are told on the administrator's socket alone, whoever passes what on to the other one."""

from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from sync.hub.settings import SettingsWrong, read_settings
from sync.hub.web.sockets import NotListening, bound_to
from tests.fakes.hub import WITHIN, RunningHub, running, settings_for

HEADERS = [
    {},
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"Via": "1.1 proxy"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
]


def status(url: str, headers: dict[str, str] | None = None) -> int:
    return httpx.get(url, headers=headers, timeout=WITHIN, trust_env=False).status_code


def paths() -> list[str]:
    return ["/metrics", "/openapi.json", "/docs", "/redoc", "//metrics", "/metrics/", "/v1/../metrics", "/%6detrics"]


@pytest.fixture
def hub(tmp_path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201
    with running(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")) as found:
        yield found


@pytest.mark.parametrize("headers", HEADERS)
def test_the_desks_socket_tells_no_figures_and_no_description(hub: RunningHub, headers: dict[str, str]) -> None:
    assert {status(hub.url + path, headers) for path in paths()} == {HTTPStatus.NOT_FOUND}
    assert status(f"{hub.url}/health", headers) == HTTPStatus.OK


def test_the_administrators_socket_tells_figures_description_and_health(hub: RunningHub) -> None:
    assert "motcua_events_received_total" in hub.figures().text
    described = httpx.get(f"{hub.admin}/openapi.json", timeout=WITHIN, trust_env=False).json()
    assert {"/v1/up", "/v1/hub", "/health"} <= set(described["paths"])
    assert status(f"{hub.admin}/health") == HTTPStatus.OK
    assert status(f"{hub.admin}/v1/hub") == HTTPStatus.NOT_FOUND


def test_unless_it_is_asked_for_there_is_no_such_socket(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"), admin="")
    with running(settings) as hub:
        assert hub.admin.endswith(":0")
        assert status(f"{hub.url}/metrics") == HTTPStatus.NOT_FOUND


def test_only_networks_that_are_named_are_told(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(replace(settings, limits=replace(settings.limits, watchers=("10.0.0.0/8",)))) as hub:
        asked = [status(hub.admin + path) for path in ("/metrics", "/openapi.json", "/health")]
    assert asked == [HTTPStatus.NOT_FOUND] * 3


def test_an_address_that_is_taken_is_said(tmp_path: Path) -> None:
    with bound_to("127.0.0.1:0") as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = replace(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"), admin=address)
        with pytest.raises(NotListening) as wrong, running(settings):
            pass
    assert wrong.value.address == address


@pytest.mark.parametrize("line", ['admin = "here"', 'admin = "127.0.0.1:x"', '[limits]\nwatchers = ["everybody"]'])
def test_what_is_no_address_or_network_is_said_at_the_start(tmp_path: Path, line: str) -> None:
    top, _, more = line.partition("\n")
    first = f"{top}\n" if not more else ""
    rest = f"\n{line}" if more else ""
    (tmp_path / "hub.toml").write_text(f'name = "x"\n{first}[database]\nurl = "sqlite:////nowhere"{rest}\n')
    with pytest.raises(SettingsWrong):
        read_settings(tmp_path / "hub.toml")
