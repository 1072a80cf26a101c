"""What editors taught the archive about names, for the recognisers.

When candidates become entities without an editor: when enough articles agree.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import Avg, Count, F, QuerySet
from django.db.models.functions import Coalesce

from archive.entities.gazetteer.gazetteer import Gazetteer, GazetteerEntry
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.combined_recogniser import Corrections
from archive.models import Alias, Entity, EntityStatus
from archive.records.mentions import AliasPolicy, EntityKind


def corrections() -> Corrections:
    """Return the aliases of the database, over the gazetteer's entries of the same key.

    An alias with the policy ``never`` takes its spelling from its entity.
    """
    by_entity: dict[Entity, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.select_related("entity"):
        by_entity[alias.entity].append(alias)
    suppressed = {
        (alias.text, alias.entity.key)
        for aliases in by_entity.values()
        for alias in aliases
        if alias.policy == AliasPolicy.NEVER
    }
    entries = [
        _entry(entity, aliases)
        for entity, aliases in by_entity.items()
        if entity.status == EntityStatus.ACCEPTED and not entity.suppressed
    ]
    return Corrections(tuple(entries), frozenset(suppressed))


def _entry(entity: Entity, aliases: list[Alias]) -> GazetteerEntry:
    added = tuple(
        AliasRule(alias.text, AliasPolicy(alias.policy))
        for alias in aliases
        if alias.policy != AliasPolicy.NEVER
    )
    shipped = Gazetteer.shipped().get(entity.key)
    if shipped is not None:
        return replace(shipped, aliases=(*shipped.aliases, *added))
    return GazetteerEntry(
        key=entity.key,
        kind=EntityKind(entity.kind),
        name_ar=entity.name_ar,
        name_en=entity.name_en,
        aliases=(AliasRule(entity.name_ar), *added),
    )


MIN_ARTICLES: Final = 5
"""Articles that must name a candidate; copies of one text count once."""
MIN_OUTLETS: Final = 2
"""Outlets they must come from: one desk's habit of writing is no agreement."""
MIN_CONFIDENCE: Final = 0.8
"""The mean confidence of its mentions: of names found in a part of ANERcorp
kept back from training, 86 % of those of .8 and more are right, and 54 % of the rest of .6 on."""


def agreed() -> QuerySet[Entity]:
    """Return the candidates that enough articles agree on."""
    texts = Coalesce(F("mentions__article__republication_id"), -F("mentions__article_id"))
    return (
        Entity.objects.filter(status=EntityStatus.CANDIDATE, suppressed=False)
        .order_by()
        .annotate(
            texts=Count(texts, distinct=True),
            outlets=Count("mentions__article__outlet", distinct=True),
            mean=Avg("mentions__confidence"),
        )
        .filter(texts__gte=MIN_ARTICLES, outlets__gte=MIN_OUTLETS, mean__gte=MIN_CONFIDENCE)
    )


@transaction.atomic
def accept_agreed() -> int:
    """Accept the candidates that enough articles agree on; return how many.

    Saving an entity tells search of its articles.
    """
    entities = list(agreed())
    for entity in entities:
        entity.status = EntityStatus.ACCEPTED
        entity._change_reason = "enough articles agree"  # type: ignore[attr-defined]
        entity.save(update_fields=["status"])
    return len(entities)
