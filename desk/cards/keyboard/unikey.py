"""A model of the input method Unikey, for training and for tests of ``telex_recovery``.

A small model of Unikey: marks go to the vowel they belong to, free typing (a mark key may come later in the word), a
mark key typed twice takes the mark off again, and every change is Backspaces and new letters.
"""

from msgspec.structs import replace

from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.keyboard.vietnamese_keys import SHAPE_KEYS, TONE_KEYS, Letter, Method, decompose

_VOWELS = frozenset("aeiouy")


def type_out(text: str, method: Method) -> list[Stroke]:
    """The strokes that reach the window when a scanner types this text."""
    strokes: list[Stroke] = []
    word = ""
    for sign in text:
        if sign in "\r\n\t":
            strokes.append(Stroke(insert=ENTER))
            word = ""
        elif not sign.isascii() or not (sign.isalnum() or sign in "[]"):
            strokes.append(Stroke(insert=sign))  # letters with marks go past the input method, which forgets the word
            word = ""
        else:
            new = _typed(word, sign, method)
            kept = next(
                (n for n, (a, b) in enumerate(zip(word, new, strict=False)) if a != b), min(len(word), len(new))
            )
            strokes += [Stroke(delete=1)] * (len(word) - kept)
            strokes += [Stroke(insert=letter) for letter in new[kept:]]
            word = new
    return strokes


def _typed(word: str, key: str, method: Method) -> str:
    """The word as shown after one more key."""
    letters = [decompose(sign) for sign in word]
    low = key.lower()
    shapes = SHAPE_KEYS[method].get(low)
    if shapes is not None:
        found = _shaped(letters, shapes)
        if found is not None:
            return found if found != word else _undone(letters, key)
    if method is Method.TELEX and (low == "w" or key in "[]"):
        lone = chr(0x1A1) if key == "[" else chr(0x1B0)
        return word + (lone.upper() if key == "W" else lone)
    tone = TONE_KEYS[method].get(low)
    at = _seat(letters)
    if tone is not None and at is not None and any(letter.bare.lower() in _VOWELS for letter in letters):
        before = "".join(letter.tone for letter in letters)
        if tone and before == tone:
            return _undone(letters, key)
        if tone or before:
            return _show(_toned(letters, tone))
    grown = [*letters, Letter(key)]
    return _show(_toned(grown, "".join(letter.tone for letter in letters)))


def _shaped(letters: list[Letter], shapes: dict[str, str]) -> str | None:
    """The word with the shape put on; the word as it is when it has it already; None when nothing can bear it."""
    for n in range(len(letters) - 1, -1, -1):
        shape = shapes.get(letters[n].bare.lower())
        if shape is None:
            continue
        if letters[n].bare.lower() == "d" and n:
            continue
        changed = [replace(one, shape=shape) if m == n else one for m, one in enumerate(letters)]
        before = letters[n - 1] if n else None
        if before is not None and before.bare.lower() == "u" and letters[n].bare.lower() == "o" and "u" in shapes:
            changed[n - 1] = replace(before, shape=shapes["u"])
        return _show(_toned(changed, "".join(letter.tone for letter in letters)))
    return None


def _undone(letters: list[Letter], key: str) -> str:
    """The mark goes, the key stays as a letter."""
    low = key.lower()
    if low in TONE_KEYS[Method.TELEX] or low in TONE_KEYS[Method.VNI]:
        return _show([replace(letter, tone="") for letter in letters]) + key
    return _show([replace(letter, shape="") for letter in letters]) + key


def _seat(letters: list[Letter]) -> int | None:
    """Where the tone sits: on the shaped vowel, else by the length of the group and what follows it."""
    vowels = [n for n, letter in enumerate(letters) if letter.bare.lower() in _VOWELS]
    if len(vowels) > 1 and vowels[0] == 1 and (letters[0].bare + letters[1].bare).lower() in {"qu", "gi"}:
        vowels = vowels[1:]
    if not vowels:
        return None
    shaped = [n for n in vowels if letters[n].shape]
    if shaped:
        return shaped[-1]
    closed = vowels[-1] < len(letters) - 1
    return vowels[1] if len(vowels) > 2 or (len(vowels) == 2 and closed) else vowels[0]


def _toned(letters: list[Letter], tone: str) -> list[Letter]:
    at = _seat(letters)
    return [replace(letter, tone=tone if n == at else "") for n, letter in enumerate(letters)]


def _show(letters: list[Letter]) -> str:
    return "".join(map(str, letters))
