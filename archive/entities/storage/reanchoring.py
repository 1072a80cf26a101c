"""The mentions of an article whose text an editor changed.

Those whose words still stand move with them, and names are looked for in the new words. Only
the list of names is asked, so that saving stays quick; the trained recogniser reads the article
soon after, in the background.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

from django.db import transaction

from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.storage.background_names import request_names
from archive.entities.storage.corrections import corrections
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Article, Mention, MentionRow, OutboxEntry
from archive.models.editing import ENTITIES, is_edited
from archive.models.insertion import insert_rows
from archive.records.mentions import (
    FoundMention,
    MentionMethod,
    apart,
    field_text,
    overlap,
    text_of,
)

_WORD: Final = re.compile(r"\S+")
_Span = tuple[int, int]
_LISTED: Final = (MentionMethod.GAZETTEER, MentionMethod.COREFERENCE)
"""The methods of the recogniser that is asked when an article is saved."""


@transaction.atomic
def reread(article: Article, before: Mapping[str, str]) -> None:
    """Bring the mentions of ``article`` in line with a text that an editor changed.

    ``before`` holds the old text of each field that changed. Where an editor set the
    article's entities, names are looked for in the new words alone.
    """
    reanchor(article, before)
    recogniser = gazetteer_recogniser(corrections())
    found = recogniser.recognise(text_of(article))
    if is_edited(article, ENTITIES):
        found = _in_new_words(found, article, before)
        rows = apart(EntityLinker().link([(article.pk, found)]), article.mentions.all())
    else:
        article.mentions.filter(method__in=_LISTED).delete()
        rows = EntityLinker().link([(article.pk, found)])
        for mention in article.mentions.recognised():
            if any(overlap(mention, row) for row in rows):
                mention.delete()
    insert_rows(Mention, MentionRow._fields, rows)
    article.recognised_with = recogniser.version
    Article.objects.filter(pk=article.pk).update(recognised_with=article.recognised_with)
    OutboxEntry.announce([article.pk], columns_only=True)
    request_names()


def reanchor(article: Article, before: Mapping[str, str]) -> None:
    """Move the mentions of ``article`` to where their words stand now.

    ``before`` holds the old text of each field that changed. A mention whose words are
    gone goes with them; one that an editor set stays, without a place in the text.
    """
    mentions = list(article.mentions.filter(field__in=before, end__gt=0))
    for field in {mention.field for mention in mentions}:
        old, new = before[field], field_text(article, field)
        shifts = {
            place: shift
            for start, end, shift in moved_spans(old, new)
            for place in range(start, end)
        }
        for mention in mentions:
            if mention.field == field:
                _place(mention, new, shifts.get(mention.start))


def _place(mention: Mention, text: str, shift: int | None) -> None:
    if shift is not None:
        start, end = mention.start + shift, mention.end + shift
        if text[start:end] == mention.surface:
            mention.start, mention.end = start, end
            mention.save(update_fields=["start", "end"])
            return
    if mention.method == MentionMethod.EDITOR:
        mention.start = mention.end = 0
        mention.surface = ""
        mention.save(update_fields=["start", "end", "surface"])
    else:
        mention.delete()


def _in_new_words(
    found: Iterable[FoundMention], article: Article, before: Mapping[str, str]
) -> list[FoundMention]:
    """Return what of ``found`` holds a word that did not stand in its field before."""
    old = {
        field: {
            place + shift
            for start, end, shift in moved_spans(text, field_text(article, field))
            for place in range(start, end)
        }
        for field, text in before.items()
    }
    return [each for each in found if each.field in old and each.start not in old[each.field]]


def moved_spans(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, shift) of the stretches of ``old`` that stand in ``new`` as well.

    The words are compared, not the letters: a name never moves to a part of another word.
    """
    old_spans, new_spans = _words(old), _words(new)
    old_words = [old[start:end] for start, end in old_spans]
    new_words = [new[start:end] for start, end in new_spans]
    for first, other, length in SequenceMatcher(
        None, old_words, new_words, autojunk=False
    ).get_matching_blocks():
        for place in range(length):
            start, end = old_spans[first + place]
            yield start, end, new_spans[other + place][0] - start


def _words(text: str) -> list[_Span]:
    return [match.span() for match in _WORD.finditer(text)]
