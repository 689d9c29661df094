"""Invented people of the five countries: names made of stars, trees, rivers and birds.

Names stand in the script of the country's papers and, beside it, in the letters A to Z of a passport's
machine-readable line: the tables of ICAO Doc 9303 part 3, and for letters that those leave out (ғ, қ, ҷ …)
the nearest plain one.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from course.accounts.actions import PersonDetails
from course.accounts.countries import COUNTRIES

AGENCIES = ("Border Service", "Migration Service", "Ministry of Labour", "Consular Department")
POSITIONS = ("Inspector", "Senior inspector", "Analyst", "Shift supervisor", "Head of unit")
DOMAIN = "demo.example"

TITLE = {
    "en": "Regional training on migration management",
    "ru": "Региональное обучение по управлению миграцией",
}
# An event has no text of its own; its place is what every page shows beside the title.
PLACE = {
    "en": "Almaty (demonstration modelled on a training of 2015)",
    "ru": "Алматы (демонстрация по образцу обучения 2015 года)",
}
# Invented on purpose: the name of a real organisation here would make false certificates.
ORGANISATION = {
    "en": "Regional Training Centre (demonstration)",
    "ru": "Региональный учебный центр (демонстрация)",
}
SIGNATORIES = [
    {"name": "Aliya Demonova", "role": {"en": "Head of the training", "ru": "Руководитель обучения"}},
    {"name": "Tomas Vzorov", "role": {"en": "Lead trainer", "ru": "Ведущий преподаватель"}},
]
FUNDER = {
    "en": "Supported by the Steppe and Mountain Learning Fund (demonstration)",
    "ru": "При поддержке Учебного фонда «Степь и горы» (демонстрация)",
}

_SPELLED = """
А A Б B В V Г G Д D Е E Ё E Ж ZH З Z И I І I Й I К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х KH Ц TS Ч CH
Ш SH Щ SHCH Ъ IE Ы Y Э E Ю IU Я IA
Ә A Ғ G Қ K Ң N Ө O Ұ U Ү U Һ H Ҳ H Ҷ J Ӣ I Ӯ U
Ä AE Ç C Ö OE Ü UE Ý Y Ň N Ş S Ž Z
"""
_LETTERS = dict(zip(_SPELLED.split()[::2], _SPELLED.split()[1::2], strict=True))
_TABLE = str.maketrans({**_LETTERS, "Ь": "", "\N{MODIFIER LETTER TURNED COMMA}": ""})


def latin(name: str) -> str:
    """`name` in the letters A to Z."""
    return name.upper().translate(_TABLE)


def _whole(stem: str, woman: bool) -> str:
    return stem


def _turkmen(stem: str, woman: bool) -> str:
    ending = "ow" if stem[-1] not in "aäeiouyöüý" else "ew" if stem.endswith("ý") else "ýew"
    return stem + ending + ("a" if woman else "")


def _uzbek(stem: str, woman: bool) -> str:
    ending = "yev" if stem[-1] in "aeiou" else "ov"
    return stem + ending + ("a" if woman else "")


def _turkmen_patronymic(father: str, woman: bool) -> str:
    return _turkmen(father, woman=False) + ("na" if woman else "iç")


@dataclass(frozen=True)
class Nation:
    languages: dict[str, int]
    """Language → how many of ten officials work in it."""
    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    surname: Callable[[str, bool], str]
    """The surname of a man or a woman (True) from its stem."""
    patronymic: Callable[[str, bool], str] | None
    """From the father's given name; None where it is not customary."""


def _nation(
    languages: dict[str, int],
    surnames: str,
    men: str,
    women: str,
    surname: Callable[[str, bool], str] = _whole,
    patronymic: Callable[[str, bool], str] | None = None,
) -> Nation:
    return Nation(
        languages, tuple(surnames.split()), tuple(men.split()), tuple(women.split()), surname, patronymic
    )


NATIONS: dict[str, Nation] = {
    "KZ": _nation(
        {"kk": 4, "ru": 5, "en": 1},
        "Темірқазық Үркер Шолпан Өрік Қайың Емен Терек Шырша Қарағай Арша Үйеңкі Долана Шынар Тораңғы "
        "Сексеуіл Ертіс Есіл Жайық Тобыл Нұра Сарысу Бүркіт Қаршыға Сұңқар Аққу Тырна Қарлығаш Бұлбұл "
        "Көгершін Лашын Шағала Дуадақ",
        "Арман Ғалым Ерлан Нұрлан Әлихан Данияр Қанат Мұрат Самат Тимур Өмір Асқар Бауыржан Серік Ілияс "
        "Жандос",
        "Айгүл Әсел Гауһар Динара Жанар Ғалия Қымбат Мәдина Назгүл Сәуле Ұлжан Үміт Айнұр Ботагөз Меруерт "
        "Раушан",
        patronymic=lambda father, woman: father + ("қызы" if woman else "ұлы"),
    ),
    "KG": _nation(
        {"ky": 4, "ru": 5, "en": 1},
        "Жылдыз Чолпон Үркөр Жетиген Чынар Өрүк Алча Бадам Жаңгак Мисте Четин Долоно Шилби Нарын Чаткал "
        "Суусамыр Кызылсуу Каркыра Көгарт Куршаб Бүркүт Ылаачын Шумкар Карлыгач Көгүчкөн Турна Кекилик "
        "Улар Чабалекей Ителги Торгой Аккуу",
        "Азамат Бакыт Эрмек Нурбек Үсөн Темирлан Өмүрбек Таалай Жыргал Медер Султан Чыңгыз Эркин Марат "
        "Кубаныч Улан",
        "Айжан Бегимай Гүлнара Жибек Канышай Мээрим Нургүл Перизат Сайкал Таттыбүбү Уулжан Чынара Элнура "
        "Айпери Алтынай Бермет",
        patronymic=lambda father, woman: father + (" кызы" if woman else " уулу"),
    ),
    "TJ": _nation(
        {"tg": 5, "ru": 4, "en": 1},
        "Ситоразода Ахтарзода Парвинзода Зӯҳразода Моҳтобзода Чинорзода Арчазода Сафедорӣ Анорзода "
        "Чормағзӣ Бодомзода Тутзода Вахшӣ Панҷӣ Зарафшонӣ Варзобӣ Кофарниҳонӣ Хингобӣ Ғундӣ Бартангӣ "
        "Ҷӯйборӣ Уқобзода Шоҳинзода Булбулзода Қумризода Кабкзода Лаклакзода Кулангзода Фохтазода "
        "Ҳумозода Товусзода Парастузода",
        "Фирдавс Далер Ҷамшед Рустам Сӯҳроб Баҳром Комрон Шаҳриёр Парвиз Исфандиёр Ғайрат Қодир Меҳроҷ "
        "Некрӯз Умед Хуршед",
        "Мадина Нигина Шабнам Фарангис Гулноз Ҷамила Зарина Мавзуна Тахмина Муҳаббат Лола Парвина Рухшона "
        "Шаҳноза Зебо Меҳрангез",
    ),
    "TM": _nation(
        {"tk": 6, "ru": 3, "en": 1},
        "Ýyldyz Ülker Zöhre Ýedigen Çynar Arça Igde Alma Nar Hoz Badam Pisse Ojar Gandym Selin Injir Behi "
        "Derýa Tejen Sumbar Jeýhun Laçyn Bilbil Durna Tarlan Kepderi Hüwi Torgaý Sülgün Gumry Humaý Serçe",
        "Arslan Kerim Döwran Merdan Serdar Batyr Aždar Rahym Hydyr Nazar Söýün Wepa Resul Gurban Jumanazar "
        "Çary",
        "Aýgül Jemal Ogulşat Maral Bahar Meňli Gözel Läle Şirin Çemen Selbi Enejan Oguljan Altyn Tawus "
        "Güljan",
        surname=_turkmen,
        patronymic=_turkmen_patronymic,
    ),
    "UZ": _nation(
        {"uz": 5, "ru": 4, "en": 1},
        "Yulduz Hulkar Zuhra Choʻlpon Chinor Archa Terak Tol Oʻrik Bodom Yongʻoq Pista Anor Olma Gilos "
        "Jiyda Saksovul Qayragʻoch Zarafshon Chirchiq Sangzor Surxon Norin Lochin Burgut Bulbul Turna "
        "Laylak Qaldirgʻoch Kaklik Shunqor Humo",
        "Anvar Bobur Davron Gʻayrat Jasur Komil Laziz Nodir Oʻtkir Ravshan Sardor Temur Ulugʻbek Xurshid "
        "Zafar Shuhrat",
        "Barno Dilnoza Feruza Gʻuncha Hilola Iroda Kamola Lola Malika Nargiza Oydin Oʻgʻiloy Sevara Shahlo "
        "Umida Xurshida",
        surname=_uzbek,
        patronymic=lambda father, woman: father + (" qizi" if woman else " oʻgʻli"),
    ),
}


def _known(surname: str, given: str, patronymic: str, sex: str, address: str) -> PersonDetails:
    return PersonDetails(
        surname=surname,
        given_name=given,
        patronymic=patronymic,
        surname_latin=latin(surname),
        given_name_latin=latin(given),
        sex=sex,
        country="KZ",
        email=f"{address}@{DOMAIN}",
    )


ADMINISTRATOR = _known("Чайкина", "Ада", "Львовна", "F", "admin")
TRAINER = _known("Скворцов", "Томас", "Янович", "M", "trainer")
OFFICIAL = replace(
    _known("Рябинина", "Ольга", "Сергеевна", "F", "official"),
    service_number="KZ-0001",
    agency=AGENCIES[0],
    position=POSITIONS[0],
)


def officials(count: int, chance: random.Random) -> list[PersonDetails]:
    """`official@` and the numbered ones after it, `count` (at least 1) in all, no two of the same name (up to 5,000).

    Country, agency within the country and sex go in turn, so that no group is larger by more than one.
    """
    shuffled = {
        country: replace(
            nation,
            surnames=tuple(chance.sample(nation.surnames, len(nation.surnames))),
            men=tuple(chance.sample(nation.men, len(nation.men))),
            women=tuple(chance.sample(nation.women, len(nation.women))),
        )
        for country, nation in NATIONS.items()
    }
    return [OFFICIAL, *(_numbered(number, shuffled, chance) for number in range(2, count + 1))]


def _numbered(number: int, nations: dict[str, Nation], chance: random.Random) -> PersonDetails:
    turn, place = divmod(number - 1, len(COUNTRIES))
    country = COUNTRIES[place]
    nation = nations[country]
    # The alternation turns round with every round of agencies: each agency gets women and men.
    woman = (turn + turn // len(AGENCIES) + place) % 2 == 0
    # Women begin in the middle of the surnames, so that neighbours on a list do not look like couples.
    start = len(nation.surnames) // 2 if woman else 0
    stem, given = _pair(start + turn // 2, nation.surnames, nation.women if woman else nation.men)
    surname = nation.surname(stem, woman)
    father = chance.choice(nation.men)
    languages = list(nation.languages)
    return PersonDetails(
        surname=surname,
        given_name=given,
        patronymic=nation.patronymic(father, woman) if nation.patronymic else None,
        surname_latin=latin(surname),
        given_name_latin=latin(given),
        sex="F" if woman else "M",
        country=country,
        agency=AGENCIES[turn % len(AGENCIES)],
        position=chance.choice(POSITIONS),
        language=chance.choices(languages, list(nation.languages.values()))[0],
        email=f"official{number}@{DOMAIN}",
        service_number=f"{country}-{number:04d}",
    )


def _pair(turn: int, surnames: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, str]:
    """The surname and given name of this turn; a pair comes back only after all others."""
    row, column = divmod(turn, len(surnames))
    return surnames[column], given[(row + column) % len(given)]
