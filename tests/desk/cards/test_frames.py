from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desk.cards.frames import LONGEST, Frames
from desk.cards.samples import citizen
from tests.fakes.zones import mrz_lines

ZONE = mrz_lines(citizen(1), date(2039, 1, 1)).encode()


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    frames = Frames()
    out: list[bytes] = []
    for size in sizes:
        out += frames.feed(data[:size])
        data = data[size:]
    return out + frames.feed(data) + frames.flush()


@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"]))),
    st.lists(st.integers(0, 7)),
)
def test_the_same_frames_come_whatever_the_chunks(scans: list[tuple[bytes, bytes]], sizes: list[int]) -> None:
    scans = [(body.translate(None, b"\r\n\t"), end) for body, end in scans]
    stream = b"".join(body + end for body, end in scans)
    assert _cut(stream, sizes) == [body for body, _ in scans if body]


def test_a_cr_and_its_lf_in_two_chunks_end_one_frame() -> None:
    frames = Frames()
    assert frames.feed(b"a\r") == [b"a"]
    assert frames.feed(b"\nb\r\n") == [b"b"]
    assert not frames.waiting


def test_silence_ends_a_frame_without_an_end() -> None:
    frames = Frames()
    assert frames.feed(b"abc") == []
    assert frames.waiting
    assert frames.flush() == [b"abc"]
    assert frames.flush() == []
    assert not frames.waiting


@given(st.binary(max_size=3 * LONGEST), st.lists(st.integers(1, LONGEST * 2), max_size=5))
def test_no_byte_is_lost_and_none_kept_beyond_the_bound(data: bytes, sizes: list[int]) -> None:
    data = (data * (1 + 2 * LONGEST // max(1, len(data))))[: 3 * LONGEST] if data else data
    out = _cut(data, sizes)
    assert b"".join(out) == data.translate(None, b"\r\n\t")
    frames = Frames()
    frames.feed(data)
    assert len(frames._open) <= LONGEST


@given(st.sampled_from([b"\r", b"\n", b"\r\n"]), st.lists(st.integers(1, 40)))
def test_the_three_lines_of_a_zone_become_one_frame(end: bytes, sizes: list[int]) -> None:
    stream = b"abc" + end + end.join(ZONE.split(b"\n")) + end + b"abc" + end
    assert _cut(stream, sizes) == [b"abc", ZONE.replace(b"\n", b""), b"abc"]


def test_a_zone_whose_last_line_ends_in_silence_is_whole() -> None:
    assert _cut(ZONE, []) == [ZONE.replace(b"\n", b"")]


def test_a_zone_cut_short_is_given_out_line_by_line() -> None:
    one, two, _three = ZONE.split(b"\n")
    assert _cut(one + b"\r" + two + b"\r" + b"abc\r", []) == [one, two, b"abc"]
    assert _cut(one + b"\r" + two, []) == [one, two]


def test_a_zone_after_a_lonely_first_line_is_whole() -> None:
    one = ZONE.split(b"\n")[0]
    assert _cut(one + b"\r" + ZONE + b"\r", []) == [one, ZONE.replace(b"\n", b"")]
