"""What editors taught the archive about names, read from the database for the recognisers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

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
