"""The register of kinds: from an author's data to a question, to its stable text, and back."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from course.questions.question import Question
from course.questions.types.branching import Branching
from course.questions.types.cloze import Cloze
from course.questions.types.essay import Essay
from course.questions.types.hotspot import Hotspot
from course.questions.types.matching import Matching
from course.questions.types.matrix import Matrix
from course.questions.types.mrz import Mrz
from course.questions.types.multiple import Multiple
from course.questions.types.numeric import Numeric
from course.questions.types.ordering import Ordering
from course.questions.types.risk_matrix import RiskMatrix
from course.questions.types.short_text import ShortText
from course.questions.types.single import Single
from course.questions.types.true_false import TrueFalse

KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "true_false": TrueFalse,
    "ordering": Ordering,
    "matching": Matching,
    "matrix": Matrix,
    "hotspot": Hotspot,
    "numeric": Numeric,
    "short_text": ShortText,
    "cloze": Cloze,
    "essay": Essay,
    "branching": Branching,
    "risk_matrix": RiskMatrix,
    "mrz": Mrz,
}


def parse_question(data: Mapping[str, Any]) -> Question:
    """The question in an author's data.

    Raises pydantic.ValidationError; a plain ValueError when the kind is missing or unknown.
    """
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        written = "is missing" if kind is None else f'"{kind}" is unknown'
        raise ValueError(f"The kind {written}: write one of {', '.join(KINDS)}.")
    return KINDS[kind].model_validate(dict(data))


def canonical(question: Question) -> str:
    """Stable JSON of the question: sorted keys, no spaces."""
    return question.canonical()


def fingerprint(question: Question) -> str:
    """SHA-256 of the canonical text, in hexadecimal: the name of this version of the question."""
    return hashlib.sha256(canonical(question).encode()).hexdigest()


def from_canonical(text: str) -> Question:
    """The question whose canonical text this is."""
    return parse_question(json.loads(text))
