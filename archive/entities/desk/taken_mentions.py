"""Names that an editor takes out of an article, and puts into one, on the article's own form.

A name taken out is refused for that article: no reading brings it back, and every other name of
the article goes on being read. It is an act of the desk like suppressing, and can be undone there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from archive.models import (
    Article,
    Correction,
    CorrectionKind,
    Mention,
    MentionRow,
    MentionSuppression,
)
from archive.records.mentions import MentionMethod


@transaction.atomic
def set_mentions(article: Article, mentions: Iterable[Mention]) -> None:
    """Note that an editor set these mentions; what they name is no longer refused there."""
    own = list(mentions)
    article.mentions.filter(pk__in=[mention.pk for mention in own]).update(
        method=MentionMethod.EDITOR, confidence=1.0
    )
    named = {mention.entity_id for mention in own}
    MentionSuppression.objects.filter(article=article, entity__in=named).delete()


@transaction.atomic
def take_out(article: Article, taken: Iterable[Mention], user: User | None) -> None:
    """Refuse the names of the mentions ``taken`` (deleted already) in ``article``.

    Mentions of the same entity that the editor left are the editor's from now on: the recognisers
    would not find them again.
    """
    by_entity: dict[int, list[Mention]] = defaultdict(list)
    for mention in taken:
        by_entity[mention.entity_id].append(mention)
    for entity, mentions in by_entity.items():
        article.mentions.filter(entity=entity).update(method=MentionMethod.EDITOR, confidence=1.0)
        refusal, is_new = MentionSuppression.objects.get_or_create(
            article=article, entity_id=entity
        )
        if is_new:
            Correction.objects.create(
                kind=CorrectionKind.SUPPRESS_HERE,
                entity_id=entity,
                articles=1,
                mentions=len(mentions),
                before={
                    "fields": {},
                    "aliases": [],
                    "removed": [row_of(mention) for mention in mentions],
                    "suppressed": refusal.pk,
                },
                made_by=user,
            )


def row_of(mention: Mention) -> dict[str, object]:
    """Return everything of a mention but its key, for undoing."""
    return {name: getattr(mention, name) for name in MentionRow._fields}


def named_in(article: Article) -> list[str]:
    """Return the keys of the entities that an article names."""
    return sorted(set(article.mentions.values_list("entity__key", flat=True)))
