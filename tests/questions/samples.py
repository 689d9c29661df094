"""One question of each kind as an author writes it, in two languages.

Feedback holds the word SECRET and every key the word "authored", so that a test can see them leak.
"""

from copy import deepcopy
from typing import Any

from course.questions.kinds import parse_question
from course.questions.question import Question


def both(text: str) -> dict[str, str]:
    return {"en": f"{text} in English", "ru": f"{text} по-русски"}


def secret(text: str) -> dict[str, str]:
    return both(f"SECRET {text}")


def option(key: str, text: str) -> dict[str, Any]:
    return {"key": f"authored-{key}", "text": both(text), "feedback": secret(f"why {text}")}


def common(kind: str) -> dict[str, Any]:
    return {
        "key": f"q-{kind.replace('_', '-')}",
        "kind": kind,
        "use": "graded",
        "topic": "concepts",
        "level": "apply",
        "lesson": "migration-policy/words-that-decide",
        "source": "Convention relating to the Status of Refugees (1951), art. 1A(2)",
        "ask": both("What does Velmar do?"),
    }


SAMPLES: dict[str, dict[str, Any]] = {
    "single": common("single")
    | {"options": [option(key, f"Option {key}") for key in "abcd"], "answer": "authored-b"},
    "multiple": common("multiple")
    | {
        "options": [option(key, f"Option {key}") for key in "abcde"],
        "answer": ["authored-a", "authored-c", "authored-d"],
    },
    "true_false": common("true_false")
    | {
        "answer": "false",
        "feedback": {"said_true": secret("said true"), "said_false": secret("said false")},
        "reasons": [option(key, f"Reason {key}") for key in "abc"],
        "reason": "authored-b",
    },
    "ordering": common("ordering")
    | {
        "items": [{"key": f"authored-{key}", "text": both(f"Item {key}")} for key in "zyxw"],
        "feedback": {"right": secret("right"), "wrong": secret("wrong")},
    },
    "matching": common("matching")
    | {
        "pairs": [
            {
                "key": f"authored-{key}",
                "left": both(f"Left {key}"),
                "right": both(f"Right {key.upper()}"),
                "feedback": secret(f"pair {key}"),
            }
            for key in "abc"
        ],
        "distractors": [{"key": "authored-d", "text": both("Right D")}],
    },
    "matrix": common("matrix")
    | {
        "rows": [option(key, f"Row {key}") for key in "abc"],
        "columns": [{"key": f"authored-{key}", "text": both(f"Column {key.upper()}")} for key in "xyz"],
        "answer": {"authored-a": "authored-z", "authored-b": "authored-x", "authored-c": "authored-z"},
    },
    "hotspot": common("hotspot")
    | {
        "figure": "links.svg",
        "regions": [
            option(key, f"Region {key}") | {"at": [40 * place, 20, 30, 10]}
            for place, key in enumerate("dbca")
        ],
        "answer": "authored-b",
    },
    "numeric": common("numeric")
    | {
        "answer": "48000",
        "tolerance": "0",
        "unit": {"en": "crossings", "ru": "пересечений"},
        "feedback": {"right": secret("right"), "wrong": secret("wrong")},
        "mistakes": [{"value": "24000", "feedback": secret("one way only")}],
    },
    "short_text": common("short_text")
    | {
        "accepted": {"en": ["non-refoulement"], "ru": ["невыдворение", "недопущение возвращения"]},
        "mistakes": [
            {"accepted": {"en": ["asylum"], "ru": ["убежище"]}, "feedback": secret("a wider word")},
        ],
        "feedback": {"right": secret("right"), "wrong": secret("wrong")},
    },
    "cloze": common("cloze")
    | {
        "text": {
            "en": "A {{authored-who}} may not be sent back in English. Within {{authored-days}} days {{authored-rule}} is checked.",
            "ru": "{{authored-days}} дней проверяют {{authored-rule}}. Это по-русски: {{authored-who}} не высылают.",
        },
        "gaps": [
            {
                "key": "authored-who",
                "type": "choice",
                "options": [option(key, f"Person {key}") for key in "abc"],
                "answer": "authored-b",
            },
            {
                "key": "authored-days",
                "type": "number",
                "answer": "90",
                "mistakes": [{"value": "30", "feedback": secret("a month")}],
                "feedback": {"right": secret("right number"), "wrong": secret("wrong number")},
            },
            {
                "key": "authored-rule",
                "type": "word",
                "accepted": {"en": ["non-refoulement"], "ru": ["невыдворение"]},
                "mistakes": [
                    {"accepted": {"en": ["asylum"], "ru": ["убежище"]}, "feedback": secret("a wider word")},
                ],
                "feedback": {"right": secret("right word"), "wrong": secret("wrong word")},
            },
        ],
    },
    "essay": common("essay")
    | {
        "rubric": [
            {"points": 1, "text": secret("names the rule")},
            {"points": 2, "text": secret("mends it")},
        ],
        "sample": secret("A period of three days is short.\n\nMake it ten."),
    },
    "branching": common("branching")
    | {
        "steps": [
            {
                "key": "authored-gate",
                "text": both("Step gate"),
                "choices": [
                    option("a", "Gate a") | {"points": 0, "next": "end"},
                    option("b", "Gate b") | {"points": 1, "next": "authored-talk"},
                    option("c", "Gate c") | {"points": 0, "next": "authored-talk"},
                ],
            },
            {
                "key": "authored-talk",
                "text": both("Step talk"),
                "choices": [
                    option("a", "Talk a") | {"points": 0, "next": "end"},
                    option("b", "Talk b") | {"points": 3, "next": "end"},
                    option("c", "Talk c") | {"points": 1, "next": "authored-desk"},
                ],
            },
            {
                "key": "authored-desk",
                "text": both("Step desk"),
                "choices": [
                    option("a", "Desk a") | {"right": True, "next": "end"},
                    option("b", "Desk b") | {"right": False, "next": "end"},
                ],
            },
        ],
    },
    "risk_matrix": common("risk_matrix")
    | {
        "likelihood": [{"key": f"authored-{key}", "text": both(f"Chance {key}")} for key in "abc"],
        "impact": [{"key": f"authored-{key}", "text": both(f"Harm {key}")} for key in "wxyz"],
        "cells": [
            {"likelihood": "authored-b", "impact": "authored-y"},
            {"likelihood": "authored-c", "impact": "authored-y", "points": "0.5"},
        ],
        "feedback": {
            "right": secret("cell right"),
            "partly": secret("cell near"),
            "wrong": secret("cell wrong"),
        },
        "reasons": [option(key, f"Reason {key}") for key in "abc"],
        "reason": "authored-b",
    },
    "mrz": common("mrz")
    | {
        "first_line": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "second_line": "L898902C3?UTO740812?F120415?ZE184226B<<<<<??",
        "feedback": {"right": secret("right"), "wrong": secret("wrong")},
    },
}

SEVERAL = {"authored-a": ["authored-z", "authored-x"], "authored-b": ["authored-y"], "authored-c": []}
"""The other form of a matrix: a list of columns for each row."""


def data(kind: str, **changes: Any) -> dict[str, Any]:
    """An author's data, ready to be changed."""
    return deepcopy(SAMPLES[kind]) | changes


def sample(kind: str, **changes: Any) -> Question:
    """The question of this kind, with some fields written differently."""
    return parse_question(data(kind, **changes))
