"""From checked manuscripts and drawings to the lessons and figures of the catalogue."""

import hashlib
from collections.abc import Iterator, Mapping

from course.content.catalogue import Guide, Lesson, LessonText, Source
from course.content.freezing import digest, frozen
from course.content.manuscript import Manuscript
from course.content.material import Material
from course.content.page import Page, Picture
from course.content.words import count_words

Figures = Mapping[tuple[str, str, str], bytes]
"""SVG by module, name and language."""


def set_figures(material: Material) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    """Place (module, name, language) and SVG of each figure in each language that shows it.

    A lesson shows its figures in its own language, a question in all those it is asked in.
    """
    shown = {
        (manuscript.module, mention.target, manuscript.name.language)
        for manuscript in material.manuscripts()
        for mention in manuscript.of("figure")
    }
    asked = {
        (question.module, question.figure, language)
        for question in material.hotspots()
        for language in question.ask
    }
    for module, file, language in sorted(shown | asked):
        drawing = material.drawings[module, file]
        assert drawing
        yield (module, drawing.file.stem, language), drawing.in_language(language)


def set_lessons(material: Material, module: str, figures: Figures) -> Iterator[Lesson]:
    """The lessons of one module in their order, each in all its languages."""
    here = [manuscript for manuscript in material.manuscripts() if manuscript.module == module]
    for english in sorted(here, key=lambda manuscript: manuscript.name.number):
        if english.name.language != "en":
            continue
        assert english.meta
        versions = [other for other in here if other.name.number == english.name.number]
        texts = {version.name.language: _text(material, version, figures) for version in versions}
        partial = {one.name.language for one in versions if one.meta and one.meta.extent == "summary"}
        yield Lesson(
            module=module,
            key=english.name.key,
            number=english.name.number,
            minutes=english.meta.minutes,
            figures=len(english.of("figure")),
            practice=tuple(mention.target for mention in english.of("question")),
            texts=frozen({language: texts[language] for language in sorted(texts.keys() - partial)}),
            summaries=frozen({language: texts[language] for language in sorted(partial)}),
        )


def set_guides(material: Material, module: str) -> Iterator[Guide]:
    """The trainers' guide of one module in each of its languages."""
    for (home, language), guide in sorted(material.guides.items()):
        if home == module:
            matter, manuscript = guide.matter, guide.manuscript
            yield Guide(
                language=language,
                title=matter.title,
                chunks=tuple(Page(manuscript.file, language, {}).chunks(manuscript.tokens)),
                revision=matter.revision,
                translated_from=matter.translated_from,
                review=matter.review or "reviewed",
                hash=digest({"front": matter.model_dump(mode="json"), "body": manuscript.body}),
            )


def _text(material: Material, manuscript: Manuscript, figures: Figures) -> LessonText:
    meta, language = manuscript.meta, manuscript.name.language
    assert meta
    pictures = {}
    for mention in manuscript.of("figure"):
        drawing = material.drawings[manuscript.module, mention.target]
        assert drawing
        svg = figures[manuscript.module, drawing.file.stem, language]
        version = hashlib.sha256(svg).hexdigest()[:12]
        address = f"/modules/{manuscript.module}/figures/{drawing.file.stem}.{language}.svg?v={version}"
        pictures[mention.target] = Picture(address, drawing.width, drawing.height)
    return LessonText(
        language=language,
        title=meta.title,
        objectives=tuple(meta.objectives),
        sources=tuple(Source(one.key, one.title, one.article, one.checked) for one in meta.sources),
        chunks=tuple(Page(manuscript.file, language, pictures).chunks(manuscript.tokens)),
        revision=meta.revision,
        translated_from=meta.translated_from,
        review=meta.review or "reviewed",
        words=count_words(manuscript.body),
        hash=digest({"front": meta.model_dump(mode="json"), "body": manuscript.body}),
        terms=tuple(dict.fromkeys(mention.target for mention in manuscript.of("term"))),
    )
