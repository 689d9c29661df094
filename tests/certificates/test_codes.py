"""The public code: 130 random bits that nobody can derive, read wrongly or misspell into another one."""

import secrets

from hypothesis import given, settings
from hypothesis import strategies as st

from course.certificates.codes import ALPHABET, LENGTH, code_from, grouped, is_code, tidy
from tests.certificates.holders import make_eligible, reserve

numbers = st.integers(0, 2**130 - 1)


def number_of(code: str) -> int:
    return sum(ALPHABET.index(letter) * 32**place for place, letter in enumerate(code))


@settings(max_examples=100)
@given(numbers)
def test_every_one_of_the_130_bits_is_in_the_code(number):
    code = code_from(number)
    assert number_of(code) == number
    assert is_code(code)
    assert len(code) == LENGTH


@settings(max_examples=100)
@given(numbers, st.sampled_from(["", " ", "-", " - "]))
def test_capitals_spaces_hyphens_and_letters_read_wrongly_do_not_matter(number, between):
    code = code_from(number)
    assert tidy(between.join(code.lower())) == code
    assert tidy(grouped(code)) == code
    assert tidy(code.replace("1", "l").replace("0", "o")) == code
    assert tidy(code.replace("1", "I").replace("0", "O")) == code


def test_nothing_else_is_a_code():
    good = code_from(secrets.randbits(130))
    for bad in ("", good[:-1], good + "0", good[:-1] + "U", good.lower(), "٣" * 26, "Ａ" * 26, "А" * 26):
        assert not is_code(bad)


def test_the_same_person_at_the_same_moment_gets_another_code_each_time(sqlite_house):
    """Derived from nothing: the same state of the database, taken twice, gives unrelated codes."""
    make_eligible(sqlite_house, "olga")
    found = []
    for _ in range(20):
        number, code = reserve(sqlite_house, "olga")
        found.append(code)
        with sqlite_house.unit() as session:
            session.connection().exec_driver_sql("DELETE FROM certificate WHERE id = ?", (number,))
    assert len(set(found)) == 20
    for place in range(LENGTH):
        assert len({code[place] for code in found}) > 3, "every place changes"
