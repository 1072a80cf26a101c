"""English words for peoples whose form does not tell the place: French, Kurds, Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def english_peoples() -> Mapping[str, str]:
    """Return for each English word, in small letters, the Arabic word that finds what it means.

    >>> english_peoples()["dutch"]
    'هولندا'
    """
    text = (files("archive") / "data" / "names" / "english_peoples.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({word: arabic for words, arabic in rows for word in words.split("|")})
