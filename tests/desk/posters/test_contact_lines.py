"""Whom posters name, as lines of text."""

from hypothesis import given
from hypothesis import strategies as st

from desk.posters.contact_lines import contact_lines, read_contacts
from desk.settings import PosterContact
from models.text import clean


def test_a_line_says_name_telephone_hamlet_and_fields() -> None:
    assert read_contacts("Trần Văn Tổ; 0900 000 002;Thôn Đông; Hộ tịch, Chứng thực\n\n ;0900\nLê Thị Tư") == (
        PosterContact(
            officer="Trần Văn Tổ", phone="0900 000 002", hamlet="Thôn Đông", fields=("Hộ tịch", "Chứng thực")
        ),
        PosterContact(officer="Lê Thị Tư"),
    )


_WORDS = st.text("aăÂđê 0123.-()", max_size=12).map(clean)


@given(
    st.lists(
        st.builds(
            PosterContact,
            officer=_WORDS.filter(bool),
            phone=_WORDS,
            hamlet=_WORDS,
            fields=st.lists(_WORDS.filter(bool), max_size=3).map(tuple),
        )
    )
)
def test_what_is_written_is_read_as_it_was(contacts: list[PosterContact]) -> None:
    assert read_contacts(contact_lines(contacts)) == tuple(contacts)
