"""A hub that only takes files, at work on loopback, with its devices and the lines to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import msgspec
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.requests import Request
from fastapi.responses import Response

from models.calendar.clock import wall_clock
from models.ids import FileDigest
from models.trouble import FileTrouble
from sync.client.files import send_file
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.client.peer import TakesFiles
from sync.client.rate import TransferRate
from sync.hub.log.office_files import OfficeFiles
from sync.hub.offices import offices
from sync.hub.settings import USUAL, Limits
from sync.hub.store import HubStore
from sync.hub.web.addresses import Addresses
from sync.hub.web.files import files_router
from sync.hub.web.rejected_requests import RejectedRequests
from sync.hub.web.request_auth import RequestAuth, RequestRejected
from sync.hub.web.responses import refused
from sync.hub.web.signed_answers import SigningMiddleware
from sync.messages import EnrolAsked, HubFacts, Refusal, Refused
from sync.signatures.answers import Signer
from tests.patience import PATIENCE

OFFICE, OTHER_OFFICE = "H99.99.99", "H99.99.98"
SECRET = bytes(range(32))
_HUB = Ed25519PrivateKey.from_private_bytes(SECRET)
_FACTS = HubFacts(
    name="Tỉnh Mẫu",
    protocol=1,
    at=wall_clock(),
    sign_key=_HUB.public_key().public_bytes_raw().hex(),
    seal_key="00" * 32,
)


def send_bytes(hub: TakesFiles, digest: FileDigest, content: bytes, rate: TransferRate) -> None:
    """Bring a file that lies nowhere to the hub."""
    send_file(hub, digest, len(content), lambda first, most: content[first : first + most], rate)


class FilingHub:
    """The hub, its store and its files; any number of workers over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = HubStore.open(f"sqlite:///{folder / 'hub.db'}", key=SECRET)
        self.store.prepare()
        self.kept = OfficeFiles(folder / "files", SECRET, wall_clock)
        self.quota = USUAL
        for office in (OFFICE, OTHER_OFFICE):
            offices.create_office(self.store, office, office)

    def joins(self, office: str = OFFICE, seed: int = 1) -> Membership:
        """A new machine of an office."""
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        code = offices.make_code(self.store, office, now=wall_clock())
        asked = EnrolAsked(public_key=key.public_key().public_bytes_raw().hex(), unit=office, code=code)
        enrolled = offices.enrol(self.store, asked, _FACTS, wall_clock())
        return Membership(
            url="http://127.0.0.1:1",
            hub_name="Tỉnh Mẫu",
            office=office,
            device=enrolled.device,
            key=key.private_bytes_raw(),
            sign_key=_FACTS.sign_key,
            seal_key="00" * 32,
            enrolled_at=wall_clock(),
        )

    @contextmanager
    def at_work(self) -> Iterator[str]:
        """One worker; its url."""
        app = FastAPI()
        app.add_middleware(SigningMiddleware, signer=Signer(_HUB), clock=wall_clock)
        turned = RejectedRequests(self.store, wall_clock, Addresses(()), lambda _: None)
        door = RequestAuth(self.store, wall_clock, Limits(), turned, threads=4)
        app.include_router(files_router(door, self.kept, self.quota))

        async def said(_: Request, wrong: RequestRejected) -> Response:
            return refused(Refused(type=wrong.why, at=wrong.at, head=wrong.head))

        async def full(_: Request, __: FileTrouble) -> Response:
            return refused(Refused(type=Refusal.HUB_FAILING), HTTPStatus.INSUFFICIENT_STORAGE)

        app.add_exception_handler(RequestRejected, said)  # type: ignore[arg-type]  # starlette types every handler so
        app.add_exception_handler(FileTrouble, full)  # type: ignore[arg-type]  # likewise
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                thread.join(0.01)
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


@contextmanager
def line(member: Membership, url: str) -> Iterator[HubClient]:
    """A machine's line to the hub, over whatever answers at this address."""
    hub = HubClient(msgspec.structs.replace(member, url=url), wall_clock)
    try:
        yield hub
    finally:
        hub.abort()
