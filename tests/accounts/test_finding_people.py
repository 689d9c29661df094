"""The list of people: found by any part of what stands in the papers, in any script, on both databases."""

import pytest


@pytest.mark.parametrize(
    "typed", ["Орлова", "орлова", "ОРЛ", "ольга орлова", "olga", "Olgaova", "OLGA@TEST", "  орлова   ольга "]
)
def test_a_person_is_found_by_any_part_of_the_name_or_address_in_any_case(house, typed):
    page = house.browser("ada").get("/manage/people", query_string={"search": typed}).text
    assert "olga@test.example" in page
    assert "askar@test.example" not in page


def test_every_word_must_stand_somewhere(house):
    page = house.browser("ada").get("/manage/people", query_string={"search": "орлова аскар"}).text
    assert "olga@test.example" not in page
