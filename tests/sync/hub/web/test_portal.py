"""The province's portal at the real door: let in by its token, kept out without."""

from pathlib import Path

import httpx
from msgspec.structs import replace

from sync.hub.settings import Department
from sync.hub.web.portal import PATH_APPOINTMENTS, PATH_HOLD, PATH_SLOTS
from sync.hub.web.reporting import hash_of
from tests.fakes.hub import OFFICE, WITHIN, running, settings_for

TOKEN = "a token of the portal"  # noqa: S105 - invented


def test_the_portal_is_let_in_by_its_token_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    known = (
        Department(name="Cổng", token=hash_of(TOKEN), books=True),
        Department(name="Sở Mẫu", token=hash_of("other")),
    )
    slot = {"office": OFFICE, "service": "a", "day": "2026-12-02", "minute": 450}
    wish = slot | {"reference": "H-1", "phone": "0912000001"}
    refused = (409, '{"outcome":"not_offered"}')
    with (
        running(replace(settings, department=known)) as hub,
        httpx.Client(base_url=hub.url, timeout=WITHIN, trust_env=False) as client,
    ):

        def asked(token: str, path: str, **more: object) -> tuple[int, str]:
            method = "POST" if more else "GET"
            answer = client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **more)  # type: ignore[arg-type]
            return answer.status_code, answer.text

        assert asked(TOKEN, f"{PATH_SLOTS}?office={OFFICE}") == (200, "[]")
        assert asked(TOKEN, PATH_HOLD, json=wish) == refused
        assert asked(TOKEN, PATH_APPOINTMENTS, json=wish | {"name": "Lý Thị Ví Dụ"}) == (
            409,
            '{"outcome":"not_offered"}',
        )
        for token in ("other", "nobody"):
            assert asked(token, PATH_HOLD, json=wish)[0] == 401
