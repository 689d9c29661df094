"""Walks a content folder and reads each file by itself; every fault inside a file is told here."""

from pathlib import Path

from course.content.document import Document
from course.content.drawings import read_drawing
from course.content.files import Folder
from course.content.glossary import TermFile
from course.content.lesson import FrontMatter, GuideMatter, LessonFile, LessonName, parse_name, split_lesson
from course.content.manuscript import Manuscript, scan
from course.content.material import GLOSSARY, MODULES, PACKAGE, QUIZZES, Asked, Guidance, Material
from course.content.package import ModuleFile, PackageFile
from course.content.problems import Problems
from course.content.quiz import QuizFile
from course.content.validation import check_translated, check_value, read_document
from course.content.wording import is_key
from course.questions.authoring import LANGUAGES
from course.questions.kinds import parse_question

_KEY_RULE = "use lower-case letters and digits joined by single hyphens"


def gather(root: Path, problems: Problems) -> Material:
    """Everything below `root/modules` and `root/quizzes`."""
    gathering = _Gathering(Folder(root, problems), problems)
    gathering.modules()
    gathering.glossary()
    gathering.quizzes()
    return gathering.material


class _Gathering:
    def __init__(self, folder: Folder, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self.material = Material()

    def modules(self) -> None:
        if document := self._document(PACKAGE):
            self.material.package = check_translated(
                PACKAGE, document, PackageFile.model_validate, self._problems
            )
        for name in self._folder.folders(MODULES):
            if name != GLOSSARY and self._is_named_well(MODULES / name):
                self.material.module_names.add(name)
                self._module(name)

    def _module(self, module: str) -> None:
        file = MODULES / module / "module.yaml"
        if document := self._document(file):
            entry = check_translated(file, document, ModuleFile.model_validate, self._problems)
            if entry:
                self.material.modules[module] = entry
        for path in self._folder.files(MODULES / module / "assets"):
            if path.suffix == ".svg" and self._is_named_well(path):
                drawing, labels = read_drawing(self._folder, path, self._problems)
                self.material.drawings[module, path.name] = drawing
                if labels:
                    self.material.labels[module, path.name] = labels
        for path in self._folder.files(MODULES / module / "lessons"):
            self._lesson(module, path)

        for path in self._folder.files(MODULES / module):
            if path.suffix == ".md":
                self._guide(module, path)

    def _guide(self, module: str, file: Path) -> None:
        stem, _, language = file.stem.partition(".")
        text = self._folder.text(file)
        if stem != "guide" or language not in LANGUAGES:
            message = "only the trainers' guide stands here: name it guide.<language>.md, or put a lesson into lessons/"
            self._problems.add(file, 1, message)
        elif text is not None:
            parts = split_lesson(text)
            if parts is None:
                message = "a guide starts with its title and revision between two lines `---`: add them"
                self._problems.add(file, 1, message)
                return
            front = read_document(file, parts.front, self._problems, first_line=2)
            matter = (
                check_value(file, front, (), GuideMatter.model_validate, self._problems) if front else None
            )
            name = LessonName(0, stem, language)
            manuscript = self._body(module, name, file, parts, front, None)
            if matter:
                self.material.guides[module, language] = Guidance(matter, manuscript)

    def _lesson(self, module: str, file: Path) -> None:
        name = parse_name(file.name)
        if name is None:
            self._problems.add(file, 1, f"name a lesson NN-slug.<language>.md ({_KEY_RULE})")
        elif name.language not in LANGUAGES:
            message = f"{name.language} is not a language of the course: use one of {', '.join(LANGUAGES)}"
            self._problems.add(file, 1, message)
        else:
            self.material.lessons[module, name] = self._manuscript(module, name, file)

    def _manuscript(self, module: str, name: LessonName, file: Path) -> Manuscript | None:
        text = self._folder.text(file)
        if text is None:
            return None
        parts = split_lesson(text)
        if parts is None:
            message = "a lesson starts with its title, minutes and so on between two lines `---`: add them"
            self._problems.add(file, 1, message)
            parts = LessonFile("", text, 1)
            front, meta = None, None
        else:
            front, meta = self._front(file, parts.front)
        return self._body(module, name, file, parts, front, meta)

    def _body(
        self,
        module: str,
        name: LessonName,
        file: Path,
        parts: LessonFile,
        front: Document | None,
        meta: FrontMatter | None,
    ) -> Manuscript:
        tokens, mentions, faults = scan(parts.body, parts.body_line)
        for line, message in faults:
            self._problems.add(file, line, message)
        return Manuscript(module, name, file, meta, front, parts.body, tokens, mentions)

    def _front(self, file: Path, text: str) -> tuple[Document | None, FrontMatter | None]:
        document = read_document(file, text, self._problems, first_line=2)
        if document is None:
            return None, None
        return document, check_value(file, document, (), FrontMatter.model_validate, self._problems)

    def glossary(self) -> None:
        for file in self._folder.files(MODULES / GLOSSARY):
            if file.suffix != ".yaml":
                continue
            document = self._document(file)
            if document is None or not isinstance(document.value, list):
                self.material.glossary_is_whole = False
                if document is not None:
                    self._problems.add(file, 1, "a glossary file is a list: start each term with `- key:`")
                continue
            for place, value in enumerate(document.value):
                self._term(file, document, place, value)

    def _term(self, file: Path, document: Document, place: int, value: object) -> None:
        entry = check_translated(file, document, TermFile.model_validate, self._problems, (place,))
        if entry is None:
            key = value.get("key") if isinstance(value, dict) else None
            self.material.broken_terms.add(str(key))
        elif entry.value.key in self.material.terms:
            message = f"the term {entry.value.key} stands in the glossary twice: keep one"
            self._problems.add(file, entry.line("key"), message)
        else:
            self.material.terms[entry.value.key] = entry

    def quizzes(self) -> None:
        for name in self._folder.folders(QUIZZES):
            if not self._is_named_well(QUIZZES / name):
                continue
            self.material.quiz_names.add(name)
            file = QUIZZES / name / "quiz.yaml"
            if document := self._document(file):
                entry = check_translated(file, document, QuizFile.model_validate, self._problems)
                if entry:
                    self.material.quizzes[name] = entry
            for path in self._folder.files(QUIZZES / name / "questions"):
                self._question(name, path)

    def _question(self, quiz: str, file: Path) -> None:
        key = file.stem
        if file.suffix != ".yaml":
            self._problems.add(file, 1, "name a question <key>.yaml, or move this file elsewhere")
            return
        document = self._document(file)
        entry = check_translated(file, document, parse_question, self._problems) if document else None
        if entry is None:
            self.material.broken_questions.add(key)
            return
        if entry.value.key != key:
            message = f"the key is {entry.value.key}, the file is {file.name}: give both the same name"
            self._problems.add(file, entry.line("key"), message)
        earlier = self.material.questions.get(key)
        if earlier:
            message = f"{earlier.entry.file.as_posix()} has the same key: give each question its own"
            self._problems.add(file, entry.line("key"), message)
        else:
            self.material.questions[key] = Asked(quiz, entry)

    def _document(self, file: Path) -> Document | None:
        text = self._folder.text(file)
        return None if text is None else read_document(file, text, self._problems)

    def _is_named_well(self, path: Path) -> bool:
        name = path.stem if path.suffix == ".svg" else path.name
        if not is_key(name):
            self._problems.add(path, 1, f"the name {path.name} may not be used: {_KEY_RULE}")
        return is_key(name)
