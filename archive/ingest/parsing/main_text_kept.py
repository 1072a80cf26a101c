"""What is put right in articles that were read from a web page's lines, by what its markup showed.

A line that is no heading begins no other article; and an article that keeps less than half of the
page's main text gets that text's lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from archive.ingest.decoding.page_openings import share_of
from archive.ingest.decoding.peer_texts import LEAST_KEPT
from archive.records.documents import ParsedArticle, Span

_LINE: Final = re.compile(r"[^\n]+")
LINES_TAKEN: Final = "less than half of the page's main text was kept; the main text was taken"


def joined_by_headings(
    articles: Sequence[ParsedArticle], headings: Sequence[str] | None
) -> list[ParsedArticle]:
    """Return the articles of one stretch of a page, each that no heading begins in the one before.

    Items of lists, questions and embedded posts look like headlines. ``headings`` are the page's;
    None for a text without markup, whose articles stay.
    """
    joined = list(articles[:1])
    for article in articles[1:]:
        if headings is None or article.title in headings:
            joined.append(article)
        else:
            joined[-1] = _joined(joined[-1], article)
    return joined


def _joined(first: ParsedArticle, other: ParsedArticle) -> ParsedArticle:
    is_guessed = bool(other.paragraphs) and other.paragraphs[0].startswith(other.title)
    lines = ("" if is_guessed else other.title, other.standfirst, *other.paragraphs)
    return replace(
        first,
        paragraphs=(*first.paragraphs, *filter(None, lines)),
        spans=(*first.spans, *other.spans),
        captions=(*first.captions, *other.captions),
    )


def with_main_text(
    articles: Sequence[ParsedArticle], text: str, main_text: str
) -> list[ParsedArticle]:
    """Return the articles of ``text``; a lone one that loses most of ``main_text`` is given it."""
    if not main_text or len(articles) != 1:
        return list(articles)
    (article,) = articles
    shown = [article.title, article.standfirst, *article.captions, *article.paragraphs]
    kept = share_of(main_text, shown)
    if kept is None or kept >= LEAST_KEPT:
        return [article]
    lines = [
        line
        for line in _LINE.finditer(text)
        if line[0].strip() and line[0].strip() != article.title and _holds(main_text, line[0])
    ]
    if not lines:
        return [article]
    return [
        replace(
            article,
            paragraphs=tuple(line[0].strip() for line in lines),
            spans=tuple(Span(line.start(), line.end()) for line in lines),
            standfirst="",
            warnings=(*article.warnings, LINES_TAKEN),
        )
    ]


def _holds(main_text: str, line: str) -> bool:
    return share_of(line, [main_text]) == 1.0
