"""What editors taught the archive about names, read from the database for the recognisers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Count, Max, Model
from simple_history.utils import get_history_manager_for_model

from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.models import Alias, Entity, EntityStatus
from archive.records.mentions import AliasPolicy, EntityKind


def corrections() -> Corrections:
    """Return the aliases of the database, over the gazetteer's entries of the same key.

    An alias with the policy ``never`` takes its spelling from its entity.
    """
    by_entity: dict[Entity, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.select_related("entity").order_by("pk"):
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


@dataclass(slots=True)
class CurrentCorrections:
    """What editors taught about names until now: read again only after they did something.

    Call ``refresh`` inside the transaction that writes: what is written then honours
    every act that was done before.
    """

    value: Corrections = field(default_factory=Corrections)
    _revision: tuple[int, ...] = ()

    def refresh(self) -> bool:
        """Read what changed since the last time; return whether ``value`` is another now."""
        before, revision = self.value, revision_of(Entity, Alias)
        if revision != self._revision:
            self.value, self._revision = corrections(), revision
        return self.value != before


def revision_of(*models: type[Model]) -> tuple[int, ...]:
    """Return numbers that change whenever a row of these models, which keep history, changes.

    The highest key alone would not do: of two transactions the first to begin may end last.
    """
    revision: list[int] = []
    for model in models:
        history = get_history_manager_for_model(model)
        lines = history.order_by().aggregate(number=Count("pk"), last=Max("pk"))
        revision += (lines["number"], lines["last"] or 0)
    return tuple(revision)


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
