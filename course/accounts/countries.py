"""The five States of the training, in alphabetical order, and their time zones."""

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")

_ZONES = {
    "KZ": "Asia/Almaty",
    "KG": "Asia/Bishkek",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "UZ": "Asia/Tashkent",
}


def time_zone_of(country: str | None) -> str:
    """IANA time zone of a person of `country`; UTC where unknown."""
    return _ZONES.get(country or "", "UTC")
