"""Editions rise, are signed, and name the blocks that were leased."""

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.hub.editions import editions
from sync.hub.editions.editions import EditionNotNewer, OfficeUnknown
from sync.hub.store import HubStore
from sync.messages import Edition
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.dossiers import BIRTH, edition

SIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))


def test_the_newest_is_told_as_it_was_signed(hub_store: HubStore, enrolled: Enrol) -> None:
    assert editions.newest(hub_store, OFFICE) is None
    enrolled()
    enrolled()
    editions.publish(hub_store, edition(1, BIRTH), SIGN, NOW)
    signed = editions.publish(hub_store, edition(5), SIGN)
    assert editions.newest(hub_store, OFFICE) == signed
    SIGN.public_key().verify(signed.signature, signed.body)
    with pytest.raises(InvalidSignature):
        SIGN.public_key().verify(signed.signature, signed.body + b" ")
    read = msgspec.json.decode(signed.body, type=Edition)
    assert (read.version, [(block.device, block.letter) for block in read.blocks]) == (5, [(1, "A"), (2, "B")])


def test_a_version_never_goes_back(hub_store: HubStore) -> None:
    editions.publish(hub_store, edition(3), SIGN, NOW)
    for version in (3, 2):
        with pytest.raises(EditionNotNewer) as refused:
            editions.publish(hub_store, edition(version), SIGN, NOW)
        assert refused.value.newest == 3
    with pytest.raises(OfficeUnknown):
        editions.publish(hub_store, edition(1, office="nowhere"), SIGN, NOW)
