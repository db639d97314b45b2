"""A PDF as it looks after somebody has signed it. The signature is none: only its place in the file is told."""


def signed_pdf(text: str = "Kết quả", *, after: bytes = b"") -> bytes:
    """A file with a signature dictionary that covers all but its own value.

    Args:
        text: makes one file differ from another.
        after: what was added behind it later, not covered.
    """
    begin = b"%PDF-1.7\n% " + text.encode() + b"\n1 0 obj\n<< /Type /Sig /ByteRange [%s] /Contents "
    value, end = b"<" + b"00" * 64 + b">", b" >>\nendobj\n%%EOF\n"
    size = len(begin) - len(b"%s") + len(_span(0, 0, 0))
    return begin.replace(b"%s", _span(size, size + len(value), len(end))) + value + end + after


def _span(size: int, behind: int, rest: int) -> bytes:
    return b"0 %08d %08d %08d" % (size, behind, rest)
