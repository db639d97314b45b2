"""Nationalities by the codes of travel documents: ISO 3166-1 alpha-3 and the additions of ICAO 9303-3."""

from functools import cache

VIETNAM = "VNM"

_OF_ICAO = {
    "EUE": "Liên minh châu Âu",
    "GBD": "Vương quốc Anh (lãnh thổ hải ngoại)",
    "GBN": "Vương quốc Anh (quốc dân hải ngoại)",
    "GBO": "Vương quốc Anh (công dân hải ngoại)",
    "GBP": "Vương quốc Anh (người được bảo hộ)",
    "GBS": "Vương quốc Anh (thần dân)",
    "RKS": "Kosovo",
    "UNO": "Liên hợp quốc",
    "UNA": "Cơ quan chuyên môn của Liên hợp quốc",
    "UNK": "Kosovo (UNMIK)",
    "UTO": "Utopia (mẫu thử)",
    "XBA": "Ngân hàng Phát triển châu Phi",
    "XCC": "Cộng đồng Caribe",
    "XOM": "Dòng Chiến sĩ Malta",
    "XPO": "Interpol",
    "XXA": "Không quốc tịch",
    "XXB": "Người tị nạn (Công ước 1951)",
    "XXC": "Người tị nạn",
    "XXX": "Không rõ quốc tịch",
}
"""ICAO 9303-3 §5, parts B to D."""

_SHORT = {"D": "DEU"}
"""The one state that writes fewer than three letters."""


def nationality_code(written: str) -> str:
    """Three letters for what a travel document writes (``"D<<" -> "DEU"``); empty for what nobody knows."""
    code = written.strip("< ").upper()
    code = _SHORT.get(code, code)
    return code if code in _OF_ICAO or code in _countries() else ""


def nationality_name(code: str) -> str:
    """The country in Vietnamese, or what the code means; the code itself when nobody knows it."""
    return _OF_ICAO.get(code) or _countries().get(code, code)


@cache
def _countries() -> dict[str, str]:
    """Names in Vietnamese by alpha-3, as the catalogue of iso-codes has them."""
    import gettext  # noqa: PLC0415 - only where somebody shows a passport

    import pycountry  # noqa: PLC0415 - likewise

    words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["vi"], fallback=True)
    found = {}
    for country in pycountry.countries:
        common = getattr(country, "common_name", country.name)
        told = words.gettext(common)
        found[country.alpha_3] = told if told != common else words.gettext(country.name)
    return found
