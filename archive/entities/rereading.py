"""An article whose text an editor changed: its mentions move, and its new names are found.

Only the list of names is asked, so that saving stays quick. The trained recogniser reads
the article in its next pass, as it does every article that it has not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from django.db import transaction

from archive.entities.corrections import corrections
from archive.entities.linker import EntityLinker
from archive.entities.mentions import ArticleText, FoundMention
from archive.entities.reanchoring import moved_spans, reanchor
from archive.entities.recognition import correct_by, recogniser
from archive.models import Article, Mention, MentionRow, OutboxEntry
from archive.models.insertion import insert_rows

_LISTED: Final = ("gazetteer", "coreference")
_ENTITIES: Final = "entities"
_Placed = TypeVar("_Placed", Mention, MentionRow)


@transaction.atomic
def reread(article: Article, before: Mapping[str, str]) -> None:
    """Bring the mentions of ``article`` in line with a text that an editor changed.

    ``before`` holds the old text of each field that changed. Where an editor set the
    article's entities, names are looked for in the new words alone.
    """
    reanchor(article, before)
    correct_by(corrections())
    text = ArticleText(article.title, article.standfirst, article.body)
    found = recogniser().recognise(text)
    if _ENTITIES in article.edited:
        found = _in_new_words(found, article, before)
        rows = _apart(EntityLinker().link([(article.pk, found)]), article.mentions.all())
    else:
        article.mentions.filter(method__in=_LISTED).delete()
        rows = EntityLinker().link([(article.pk, found)])
        for mention in article.mentions.exclude(method="editor"):
            if not _apart([mention], rows):
                mention.delete()
    insert_rows(Mention, MentionRow._fields, rows)
    article.recognised_with = recogniser().version
    Article.objects.filter(pk=article.pk).update(recognised_with=article.recognised_with)
    OutboxEntry.announce([article.pk], columns_only=True)


def _in_new_words(
    found: Iterable[FoundMention], article: Article, before: Mapping[str, str]
) -> list[FoundMention]:
    """Return what of ``found`` holds a word that did not stand in its field before."""
    old = {
        field: {
            place + shift
            for start, end, shift in moved_spans(text, getattr(article, field))
            for place in range(start, end)
        }
        for field, text in before.items()
    }
    return [each for each in found if each.field in old and each.start not in old[each.field]]


def _apart(rows: Iterable[_Placed], others: Iterable[Mention | MentionRow]) -> list[_Placed]:
    """Return the rows of one article that overlap none of the others."""
    taken = [(other.field, other.start, other.end) for other in others]
    return [
        row
        for row in rows
        if not any(
            field == row.field and start < row.end and row.start < end
            for field, start, end in taken
        )
    ]
