"""The hamlet (thôn, tổ dân phố …) that an address names: by it a route is grouped."""

import re

from models.text import clean, search_key

_HAMLET = re.compile(
    r"^(to dan pho|khu dan cu|khu pho|thon|xom|ap|ban|buon|bon|lang|plei|soc|phum|khom|khu|to|doi|cum)\b", re.IGNORECASE
)


def hamlet_of(address: str) -> str:
    """``"Số 5, thôn Mẫu, xã Thử Nghiệm" -> "Thôn Mẫu"``; empty = it names none."""
    for part in map(clean, re.split(r"[,;]", address)):
        if _HAMLET.match(search_key(part)):
            return part[:1].upper() + part[1:]
    return ""


def hamlet_key(hamlet: str) -> str:
    """One key for the ways a hamlet is written; for grouping and for the order of groups."""
    return search_key(clean(hamlet))
