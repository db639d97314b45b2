"""The approved list of postal staff as an office enters it, in its ``approved.toml``; an edition's list replaces it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import msgspec
import tomli_w
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.province_assignment import APPROVED
from desk.rights import Permission, require
from models.catalogue.approved_list import Approval, ApprovedList
from models.files.disk import on_disk, write_whole
from models.files.marked import marked_toml
from models.not_allowed import OfOneVerb
from models.text import clean


class ApprovalIncomplete(OfOneVerb):
    """A decision without its number, its first day or its procedures, or that ends before it begins."""

    sentence = (
        "Mỗi quyết định cần số và ngày, ngày có hiệu lực và ít nhất một mã thủ tục; không hết hiệu lực trước ngày có "
        "hiệu lực."
    )


def enter(desk: Desk, approvals: Iterable[Approval]) -> Desk:
    """Write the office's list, the newest decision first, and work with it from now on.

    Args:
        desk: open.
        approvals: all that are to stand there, those that have ended too.

    Raises:
        ApprovalIncomplete: nothing was written.
        RoleForbids, NobodySignedIn, DiskFull, DiskFailing, FolderReadOnly.
    """
    require(desk, Permission.SET_UP)
    tidied = [
        with_(one, source=clean(one.source), procedures=tuple(dict.fromkeys(one.procedures))) for one in approvals
    ]
    if not all(one.whole for one in tidied):
        raise ApprovalIncomplete
    found = ApprovedList(approved=tuple(sorted(tidied, key=lambda one: one.valid_from, reverse=True)))
    path = desk.folder / APPROVED
    with on_disk(path):
        write_whole(path, marked_toml(tomli_w.dumps(msgspec.to_builtins(found, builtin_types=(date,)))))
    return replace(desk, approved=found)
