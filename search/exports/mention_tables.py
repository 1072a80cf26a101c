"""The mentions of an entity as a table for other programs (CSV, RFC 4180), in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from archive.models import Article, Entity, Mention
from archive.records.mentions import MentionMethod, field_text
from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.presentation.excerpts import sentence_about

ARTICLES_A_PART: Final = 2_000
"""Articles of one file: they are read in a second or two."""
_CHUNK: Final = 100
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


def parts_of(articles: int) -> int:
    """Return in how many parts the mentions in so many articles are given, at least one."""
    return max(-(-articles // ARTICLES_A_PART), 1)


def articles_of_part(entity: Entity, part: int) -> list[int]:
    """Return the keys of the articles of one part, from 1 on; empty where there is no such part."""
    naming = Mention.objects.filter(entity=entity).order_by("article_id")
    first = (part - 1) * ARTICLES_A_PART
    keys = naming.values_list("article_id", flat=True).distinct()
    return list(keys[first : first + ARTICLES_A_PART])


def mention_table(
    entity: Entity, articles: Sequence[int], address_of: Callable[[Article], str]
) -> Iterator[str]:
    """Yield the lines of the table of the mentions of ``entity`` in ``articles``.

    ``start`` and ``end`` are code points of the field; captions and keywords are joined by
    newlines. ``reviewed`` says whether an editor has reviewed the name; ``found_by`` is the list,
    the program or an editor. Articles that are hidden are left out.
    """
    yield BYTE_ORDER_MARK + csv_line(_COLUMNS)
    for start in range(0, len(articles), _CHUNK):
        chunk = Article.objects.shown().filter(pk__in=articles[start : start + _CHUNK])
        rows = chunk.select_related("outlet").in_bulk()
        own = Mention.objects.filter(entity=entity, article__in=rows)
        for mention in own.order_by("article_id", "id"):
            yield csv_line(_cells(entity, mention, rows[mention.article_id], address_of))


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
