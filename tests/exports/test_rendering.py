"""Lines as the printing process ends them."""

from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from course.exports import rendering

WORDS = "The rule looks at what happens to the person, not at the name of the measure. It covers {} by order."
WIDTHS = [120 + step * 0.5 for step in range(400)]


def lines(inside: str) -> list[list[str]]:
    """The lines of the same words in each of the widths."""
    paragraphs = "".join(f'<p style="width: {width}px">{inside}</p>' for width in WIDTHS)
    found = []
    for page in HTML(string=f'<html lang="en"><body>{paragraphs}').render().pages:
        for box in page._page_box.descendants():
            if box.element_tag == "p" and isinstance(box, boxes.BlockContainerBox):
                found.append([_text(line).strip() for line in box.children])
    return found


def _text(line) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def test_a_link_does_not_change_where_lines_end():
    plain = lines(WORDS.format("expulsion"))
    assert len(plain) > len(WIDTHS) / 2
    assert lines(WORDS.format("<a>expulsion</a>")) == plain


def test_the_library_still_needs_this(monkeypatch):
    """When this fails, WeasyPrint has mended it: take `_split_line` out of `rendering`."""
    monkeypatch.setattr(rendering.inline, "split_first_line", rendering._split_first_line)
    assert lines(WORDS.format("<a>expulsion</a>")) != lines(WORDS.format("expulsion"))
