"""The mentions of an entity as a table for other programs (CSV, RFC 4180), in parts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Final

from archive.models import Article, Entity, Mention
from archive.models.article import hidden_articles
from archive.records.mentions import MentionMethod, field_text
from search.presentation.excerpts import sentence_about

MENTIONS_A_PART: Final = 5_000
"""Mentions of one file: their articles are read in a second or two."""
_CHUNK: Final = 200
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Spreadsheets know by it that the table is UTF-8."""
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would run."""
_COLUMNS: Final = (
    "article",
    "address",
    "title",
    "outlet",
    "published",
    "field",
    "start",
    "end",
    "surface",
    "sentence",
    "found_by",
    "reviewed",
)


def parts_of(mentions: int) -> int:
    """Return in how many parts so many mentions are given."""
    return -(-mentions // MENTIONS_A_PART)


def mention_table(entity: Entity, part: int, address_of: Callable[[Article], str]) -> Iterator[str]:
    """Yield the lines of one part of the table, in the order in which articles were loaded.

    ``start`` and ``end`` are code points of the field; captions and keywords are joined by
    newlines. ``reviewed`` says whether an editor has reviewed the name; ``found_by`` is the list,
    the program or an editor. Articles that are hidden are left out.
    """
    yield _BYTE_ORDER_MARK + _line(_COLUMNS)
    own = Mention.objects.filter(entity=entity).order_by("article_id", "id")
    first = (part - 1) * MENTIONS_A_PART
    keys = list(own.values_list("pk", flat=True)[first : first + MENTIONS_A_PART])
    hidden = set(hidden_articles())
    for start in range(0, len(keys), _CHUNK):
        chunk = own.filter(pk__in=keys[start : start + _CHUNK])
        mentions = [each for each in chunk if each.article_id not in hidden]
        articles = Article.objects.select_related("outlet").in_bulk(
            {each.article_id for each in mentions}
        )
        for mention in mentions:
            yield _line(_cells(entity, mention, articles[mention.article_id], address_of))


def _cells(
    entity: Entity, mention: Mention, article: Article, address_of: Callable[[Article], str]
) -> tuple[str, ...]:
    text = field_text(article, mention.field)
    fragments = sentence_about(text, mention.start, mention.end) if mention.end else ()
    return (
        article.public_id,
        address_of(article),
        article.title,
        article.outlet.name_ar if article.outlet else "",
        article.edtf,
        mention.field if mention.end else "",
        str(mention.start) if mention.end else "",
        str(mention.end) if mention.end else "",
        mention.surface,
        "".join(fragment.text for fragment in fragments),
        _found_by(mention.method),
        "no" if entity.is_machine_found else "yes",
    )


def _found_by(method: str) -> str:
    if method == MentionMethod.EDITOR:
        return "editor"
    return "program" if method == MentionMethod.CRF else "list"


def _line(cells: tuple[str, ...]) -> str:
    line = StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell for cell in cells
    )
    return line.getvalue()
