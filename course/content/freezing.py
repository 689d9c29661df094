"""Values that cannot be changed, and the name of a content: its hash."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    """A copy nobody can write to."""
    return MappingProxyType(dict(mapping))


def digest(content: object) -> str:
    """SHA-256, in hexadecimal, of the stable JSON of `content`."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
