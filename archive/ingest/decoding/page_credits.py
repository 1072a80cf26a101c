"""Who wrote a page's article and when, where only the names of its elements tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold
from archive.ingest.decoding.credit_boxes import speaks_of_change
from archive.ingest.decoding.page_blocks import Block
from archive.records.documents import PublishedCandidate

_ACCOUNT: Final = re.compile(r"(?:admin\w*|root|editor\w*|user\w*|webmaster|\S+@\S+)", re.I)
_NAMES: Final = re.compile(r"(?:(?<!\s)\s+)?[،,;/|&]\s*")
_LONGEST_NAME: Final = 6
"""Words of a name; what is longer is a slogan."""

_ORGANISATIONS: Final = "organisation_words.txt"
_NOT_LETTERS: Final = re.compile(r"\W+")
_LABEL: Final = re.compile(
    r"^(?:مرسلة بواسطة|بواسطة|بقلم|كتبت?|كتبه|الكاتبة?|المحررة?|تحرير|إعداد|by)\s*[:/-]?\s+", re.I
)
_MOMENT_SOURCE: Final = "time datetime"


def is_author(name: str, sites: Iterable[str]) -> bool:
    """Tell whether ``name`` may be a person's: no address, account, slogan, nor a site's name."""
    return (
        bool(name)
        and not name.startswith(("http:", "https:", "@"))
        and not _ACCOUNT.fullmatch(name)
        and all(part.count(" ") < _LONGEST_NAME for part in _NAMES.split(name))
        and not _names_a_site(name, sites)
    )


def _names_a_site(name: str, sites: Iterable[str]) -> bool:
    """Tell whether a name is one of ``sites``, a word of its address, or an organisation's."""
    key = fold(name)
    return names_organisation(name) or any(
        key == fold(site) or key in _NOT_LETTERS.split(fold(site)) for site in sites
    )


def names_organisation(name: str) -> bool:
    """Tell whether a word of a name says that it is a site's or an agency's."""
    return not folded_list(_ORGANISATIONS).isdisjoint(_NOT_LETTERS.split(fold(name)))


def author_of(article: Sequence[Block], page: Sequence[Block], sites: Sequence[str]) -> str:
    """Return the one name that markup calls the author, among an article's lines, else its page's.

    Where it calls several names so (opinions in a side column, authors of related articles),
    none is sure.
    """
    for blocks in (article, page):
        names = {_LABEL.sub("", block.author) for block in blocks if block.author}
        named = [name for name in names if is_author(name, sites) and not _has_digit(name)]
        if len(named) == 1:
            return named[0]
        if named:
            return ""
    return ""


def moment_above(article: Sequence[Block]) -> tuple[PublishedCandidate, ...]:
    """Return the moment that is stated for machines above an article's first running text."""
    for block in article:
        if block.moment and not speaks_of_change(block.text):
            return (PublishedCandidate(block.moment, _MOMENT_SOURCE),)
        if block.is_prose:
            break
    return ()


def _has_digit(name: str) -> bool:
    return any(sign.isdigit() for sign in name)
