"""The few words a rendered lesson adds to its author's, and how words are counted."""

import re

_OWN_WORDS = {
    "activity": {
        "en": "Activity",
        "ru": "Задание",
        "kk": "Тапсырма",
        "ky": "Тапшырма",
        "tg": "Супориш",
        "tk": "Ýumuş",
        "uz": "Amaliy topshiriq",
    },
    "case": {
        "en": "Case",
        "ru": "Ситуация",
        "kk": "Жағдаят",
        "ky": "Жагдай",
        "tg": "Мисол",
        "tk": "Ýagdaý",
        "uz": "Vaziyat",
    },
    "keypoints": {
        "en": "Key points",
        "ru": "Главное",
        "kk": "Негізгі тұжырымдар",
        "ky": "Негизги ойлор",
        "tg": "Нуктаҳои асосӣ",
        "tk": "Esasy pikirler",
        "uz": "Asosiy xulosalar",
    },
    "figure": {
        "en": "Describe this figure",
        "ru": "Описание рисунка",
        "kk": "Суреттің сипаттамасы",
        "ky": "Сүрөттүн сыпаттамасы",
        "tg": "Тавсифи тасвир",
        "tk": "Suratyň beýany",
        "uz": "Rasm tavsifi",
    },
    "table": {
        "en": "Table",
        "ru": "Таблица",
        "kk": "Кесте",
        "ky": "Таблица",
        "tg": "Ҷадвал",
        "tk": "Jedwel",
        "uz": "Jadval",
    },
}

_FENCE = re.compile(r"^ {0,3}:{3,}.*$", re.MULTILINE)
_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_SPEED = {"en": 120}
_OTHER_SPEED = 100


def own_word(name: str, language: str) -> str:
    """The word for a block in `language`, English where we have none."""
    return _OWN_WORDS[name].get(language, _OWN_WORDS[name]["en"])


def count_words(body: str) -> int:
    """Words of a Markdown body.

    A word is a run of non-space characters that contains a letter or a digit. The fence lines of
    directives (with their titles) and the targets of links are not counted; captions and long
    descriptions of figures are.
    """
    prose = _TARGET.sub("]", _FENCE.sub("", body))
    return sum(any(letter.isalnum() for letter in run) for run in prose.split())


def words_a_minute(language: str) -> int:
    """Reading speed: 120 words a minute in English, 100 in the other languages (design, section 8)."""
    return _SPEED.get(language, _OTHER_SPEED)
