"""What is said of a photograph."""

from desk.photographs.photograph import KeptWhole, Photograph

_WHOLE = {
    KeptWhole.ASKED: "Giữ cả ảnh, không cắt.",
    KeptWhole.NOT_SURE: "Chưa chắc đâu là mép giấy nên giữ cả ảnh; muốn cắt thì đặt giấy trên nền tối, thấy đủ bốn góc "
    "rồi chụp lại.",
    KeptWhole.NO_LIBRARY: "Máy này chưa cài phần máy ảnh (motcua[camera]) nên ảnh giữ nguyên, không cắt.",
}


def photograph_words(taken: Photograph) -> str:
    """One sentence: cut to the page, or why not."""
    return "Đã cắt theo mép giấy và nắn thẳng." if taken.whole is None else _WHOLE[taken.whole]


def photograph_name(paper: str, number: int) -> str:
    """What a photograph is called among the files of its dossier."""
    return f"{paper or 'Ảnh chụp'} {number}.jpg"
