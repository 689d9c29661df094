"""The whole job through the pages' own forms, as a browser without JavaScript does it."""

import re


def test_an_official_learns_is_examined_and_receives_a_certificate_that_a_stranger_can_check(house):
    olga = house.browser("olga")
    assert "Words that decide" in olga.get("/modules/migration-policy/").text
    house.read_every_lesson(olga)
    attempt, *_ = house.pass_every_quiz(olga)
    result = olga.get(f"/attempts/{attempt}/result").text
    assert "100" in result
    assert "Every rule is met" in olga.get("/progress").text

    ada = house.browser("ada")
    assert "Issue one certificate" in ada.get("/events/spring/certificates").text
    assert house.issue(ada).status_code == 303
    page = ada.get("/events/spring/certificates").text
    assert "1 certificate issued" in page or "One certificate" in page
    code = re.search(r'/certificates/([0-9A-Z]{26})"', page)[1]

    stan = house.stranger()
    checked = stan.get(f"/verify/{code}")
    assert checked.status_code == 200
    assert "Valid." in checked.text
    assert "Ольга" in checked.text
    pdf = stan.get(f"/certificates/{code}.pdf")
    assert pdf.data.startswith(b"%PDF-")

    assert ada.post(f"/certificates/{code}/revocation", reason="Issued by mistake.").status_code == 303
    assert "Revoked on" in stan.get(f"/verify/{code}").text
    assert stan.get(f"/certificates/{code}.pdf").status_code == 303


def test_a_trainer_sees_results_one_attempt_as_a_whole_and_takes_the_table_away(house):
    olga = house.browser("olga")
    attempt = house.pass_quiz(olga, rightly=False)
    tomas = house.browser("tomas")
    assert "The spring training" in tomas.get("/review/").text
    assert "Орлова" in tomas.get("/events/spring/results").text
    assert tomas.get(f"/review/attempts/{attempt}").status_code == 200
    assert "Орлова" in tomas.post("/events/spring/results/table.csv").data.decode("utf-8-sig")
    assert tomas.post("/events/spring/results/table.xlsx").data.startswith(b"PK")
