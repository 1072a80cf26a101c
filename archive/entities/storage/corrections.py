"""What editors taught the archive about names, read from the database for the recognisers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Count, Max, Model
from simple_history.utils import get_history_manager_for_model

from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.models import Alias, Entity, EntityStatus
from archive.records.mentions import AliasPolicy, EntityKind


def corrections() -> Corrections:
    """Return what editors taught: spellings, names that they accepted, gave or merged.

    An alias with the policy ``never`` takes its spelling from its entity. An entity that no list
    has teaches its name as soon as it is accepted or made by hand; a merged one's name means what
    it is merged into.
    """
    added, suppressed = _aliases()
    named = _names_of_editors()
    entries = [
        _entry(entity, added.get(entity.pk, ()), named.get(entity.pk, ()))
        for entity in Entity.objects.shown().filter(pk__in={*added, *named}).order_by("pk")
    ]
    return Corrections(tuple(entries), suppressed)


def _aliases() -> tuple[dict[int, list[AliasRule]], frozenset[tuple[str, str]]]:
    """Return the spellings that editors added, by entity, and those that they took away."""
    added: dict[int, list[AliasRule]] = defaultdict(list)
    suppressed: set[tuple[str, str]] = set()
    rows = Alias.objects.order_by("pk").values_list("entity_id", "entity__key", "text", "policy")
    for entity, key, text, policy in rows:
        if policy == AliasPolicy.NEVER:
            suppressed.add((text, key))
        else:
            added[entity].append(AliasRule(text, AliasPolicy(policy)))
    return added, frozenset(suppressed)


def _names_of_editors() -> dict[int, list[str]]:
    """Return the names of entities that the list does not have, by entity: of accepted ones, and
    of those that were merged into them."""
    shipped = Gazetteer.shipped()
    names: dict[int, list[str]] = defaultdict(list)
    taught = Entity.objects.filter(
        status__in=(EntityStatus.ACCEPTED, EntityStatus.MERGED), suppressed=False
    ).order_by("pk")
    # Of the thousands that loading made from the list no object is needed.
    unknown = [
        pk
        for pk, key, name in taught.values_list("pk", "key", "name_ar")
        if (known := shipped.get(key)) is None or known.name_ar != name
    ]
    entities = Entity.objects.in_bulk(unknown)
    canonical = Entity.objects.canonical_of(entities.values())
    for pk in unknown:
        if pk in entities:
            names[canonical[pk].pk].append(entities[pk].name_ar)
    return names


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
        wait_for_teachers(Entity, Alias)
        before, revision = self.value, revision_of(Entity, Alias)
        if revision != self._revision:
            self.value, self._revision = corrections(), revision
        return self.value != before


def wait_for_teachers(*models: type[Model]) -> None:
    """Let nobody teach anything of these models, which keep history, until the transaction ends.

    On PostgreSQL others write at the same time: what they taught would not be seen, nor would they
    see what is written here. With SQLite every transaction that writes is alone already. Those that
    wait here take turns, always in the same order.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        tables = (get_history_manager_for_model(model).model._meta.db_table for model in models)
        names = ", ".join(map(connection.ops.quote_name, tables))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


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


def _entry(entity: Entity, added: Iterable[AliasRule], names: Iterable[str]) -> GazetteerEntry:
    """Return the list's entry of ``entity`` with what was taught of it, or one of its own."""
    taught = tuple(added)
    spelled = {rule.text for rule in taught}
    rules = (*(AliasRule(name) for name in names if name not in spelled), *taught)
    shipped = Gazetteer.shipped().get(entity.key)
    if shipped is not None:
        return replace(shipped, aliases=(*shipped.aliases, *rules))
    return GazetteerEntry(
        key=entity.key,
        kind=EntityKind(entity.kind),
        name_ar=entity.name_ar,
        name_en=entity.name_en,
        aliases=rules,
    )
