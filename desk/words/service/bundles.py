"""Sentences of bundles: what happened to one, and what a dossier waits for in it."""

from typing import assert_never

from desk.words.terms import moment
from models import events as e

UNRELATED = "Nhiều việc một lần"
"""Name of what has none: several matters of one person."""

BUNDLE_NOT_HERE = "Thuộc một nhóm chưa về máy này."
"""Of a dossier whose bundle has not arrived."""


def bundle_name(name: str) -> str:
    """How a bundle is called."""
    return name or UNRELATED


def tell_bundle(event: "e.BundleEvent | e.BundleWaitEnded | e.LeftBundle") -> str:
    """One sentence of the history of a bundle or of a dossier in it."""
    match event:
        case e.BundleTakenIn():
            codes = ", ".join(part.code for part in event.parts)
            portal = f" Mã trên Cổng quốc gia: {event.portal_code}." if event.portal_code else ""
            return f"Nhận cùng lúc {len(event.parts)} việc ({bundle_name(event.name)}): {codes}.{portal}"
        case e.BundlePartTakenOut():
            return f"Tách một hồ sơ khỏi nhóm. Lý do: {event.reason}"
        case e.BundleWaitEnded():
            without = f" (không có kết quả: {', '.join(event.without_result)})" if event.without_result else ""
            due = f"; hẹn trả {moment(event.due.at)}" if event.due and event.due.at else ""
            return f"Hết chờ phần khác trong nhóm{without}: bắt đầu tính hạn từ {moment(event.ended_at)}{due}."
        case e.LeftBundle():
            return f"Tách khỏi nhóm, giải quyết riêng. Lý do: {event.reason}"
        case _:
            assert_never(event)
