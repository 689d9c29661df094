"""Whatever lies in a content folder, reading it ends soon, with problems and without a traceback."""

import os
import random
from pathlib import Path

import pytest

from course.content.reading import read
from tests.content.small import FILES, GRADED, LABELS, LESSON_EN, QUIZ, SVG, TERMS, Small, write_small

_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title: \xff\xfe\n", ":1: this is not UTF-8 text"),
        (b"key: a\ntitle: \xd0\n", ":2: this is not UTF-8 text"),
        (_BOMB, ":1: anchors (&) and aliases (*) may not be used"),
        ("a: 1\nb: [1, 2\n", ": this is not YAML"),
        ("a: 1\n\tb: 2\n", ":2: this is not YAML"),
        ("a: \x00\n", ":1: this is not YAML"),
        ("!!python/object/apply:os.system [x]\n", ":1: tags (!) may not be used"),
        ("a: !!binary aGk=\n", ":1: tags (!) may not be used"),
        ("<<: {a: 1}\n", ":1: "),
        ("a: 1\n---\nb: 1\n", ":2: a second document starts here"),
        ("[" * 200_000, ": this is nested more than 20 levels deep"),
        ("- " * 200_000, ": this is nested more than 20 levels deep"),
        ("a: " + "9" * 5000 + "\n", ":1: 999"),
        ("1: a\n", ":1: the key 1 is not text"),
        ("? [a]\n: b\n", ":1: a key must be a word"),
        ("- a\n- b\n", ":1: write `key: value` lines here"),
        ("", ":1: write `key: value` lines here"),
        ("x" * (1024 * 1024 + 1), ":1: the file is larger than 1 MiB"),
    ],
)
@pytest.mark.parametrize("file", [QUIZ, GRADED])
def test_bad_yaml_is_told(small: Small, file: str, content: str | bytes, message: str):
    told = small.write(file, content).problems()
    assert any(problem.startswith(file) and message in problem for problem in told), told


def test_bad_yaml_in_a_lesson_is_told_at_the_line_of_the_file(small: Small):
    small.change(LESSON_EN, "revision: 2", "revision: *two")
    assert f"{LESSON_EN}:{small.line(LESSON_EN, 'revision')}: anchors" in small.problems()[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<rect ", "<script>alert(1)</script><rect ", "<script> may not be used"),
        ("<rect ", "<style>*{}</style><rect ", "<style> may not be used"),
        ("<rect ", "<foreignObject/><rect ", "<foreignObject> may not be used"),
        ("<rect ", '<image href="https://e.example/a.png"/><rect ', "<image> may not be used"),
        ("<rect ", '<set attributeName="href" to="x"/><rect ', "<set> may not be used"),
        ("<rect ", '<p xmlns="http://www.w3.org/1999/xhtml"/><rect ', "<p> is not SVG"),
        ("<rect ", '<rect onload="x()" ', "onload: event handlers"),
        ("<rect ", '<rect style="fill:red" ', "style= may not be used"),
        ("<rect ", '<use href="other.svg#a"/><rect ', "href: references out of the drawing"),
        ('fill="#ffffff"', 'fill="url(https://e.example/a)"', "only url(#id)"),
        ('fill="#ffffff"', 'fill="u\\72l(https://e.example/a)"', "only url(#id)"),
        ("<svg ", '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg ', "a DOCTYPE may not be used"),
        ("<svg ", '<?xml-stylesheet href="x"?><svg ', "the instruction <?xml-stylesheet?>"),
        ("<svg ", '<?xml version="1.0" encoding="latin-1"?><svg ', "the encoding must be UTF-8"),
        (' xmlns="http://www.w3.org/2000/svg"', "", "<svg> is not SVG"),
        ('viewBox="0 0 720 420"', 'viewBox="0 0 nan 420"', "the drawing must start with"),
        ('viewBox="0 0 720 420"', 'width="720"', "the drawing must start with"),
        ("</svg>", "", "this is not well-formed SVG"),
        ("{{name}}", "{{name", "a token is not closed"),
    ],
)
def test_a_drawing_that_could_do_harm_is_refused(small: Small, old: str, new: str, message: str):
    told = small.change(SVG, old, new).problems()
    assert any(problem.startswith(f"{SVG}:") and message in problem for problem in told), told


def test_labels_cannot_add_marks_to_a_drawing(small: Small):
    small.write(LABELS, "name: {en: '</text><script>alert(1)</script>', ru: '\" onload=\"x'}\n")
    figures = small.catalogue().figures
    assert b"&lt;/text&gt;&lt;script&gt;" in figures["borders", "ring", "en"]
    assert b'"&quot; onload' not in figures["borders", "ring", "ru"]
    assert b"&quot; onload=&quot;x" in figures["borders", "ring", "ru"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path):
    (tmp_path / "secret.yaml").write_text("secret: words\n")
    small = write_small(tmp_path / "content")
    (small.root / GRADED).unlink()
    (small.root / GRADED).symlink_to(tmp_path / "secret.yaml")
    (small.root / "modules/away").symlink_to(tmp_path)
    told = small.problems()
    assert f"{GRADED}:1: this link leads out of the content folder: put the file itself here" in told
    assert "modules/away:1: this link leads out of the content folder: put the file itself here" in told
    assert not any("secret" in problem for problem in told)


def test_links_in_a_circle_and_pipes_are_told(small: Small):
    (small.root / GRADED).unlink()
    (small.root / GRADED).symlink_to("g-1.yaml")
    (small.root / TERMS).unlink()
    os.mkfifo(small.root / TERMS)
    told = small.problems()
    assert any(problem.startswith(GRADED) for problem in told)
    assert any(problem.startswith(f"{TERMS}:1: there is no such file") for problem in told)


def test_an_absent_folder_is_a_problem_like_any_other(tmp_path: Path):
    assert [str(one) for one in read(tmp_path / "absent").problems] == [
        "modules/package.yaml:1: there is no such file: write modules/package.yaml"
    ]


@pytest.mark.parametrize("seed", range(150))
def test_files_with_random_damage_never_end_in_a_traceback(small: Small, seed: int):
    rng = random.Random(seed)
    for file in rng.sample(sorted(FILES), 3):
        data = bytearray((small.root / file).read_bytes())
        for _ in range(rng.randint(1, 6)):
            place = rng.randrange(len(data))
            length = rng.choice([0, 1, 1, 5, 40])
            data[place : place + length] = rng.choice(
                [
                    b"",
                    b":",
                    b"\n",
                    b"- ",
                    b"\n\n",
                    b":::",
                    b"[",
                    b"{",
                    b"]",
                    b"'",
                    b"null",
                    b"-1",
                    b"\xff",
                    b"{{",
                    b"<",
                    b"&a",
                ]
            )
        small.write(file, bytes(data))
    reading = read(small.root)
    assert (reading.catalogue is None) == bool(reading.problems)
    assert all(problem.line >= 1 and problem.message for problem in reading.problems)
