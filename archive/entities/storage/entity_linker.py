"""From found mentions to rows: which entity of the database each one means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.clitics import spelled_out
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.models import (
    Entity,
    EntityRelation,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
)
from archive.models.insertion import update
from archive.records.mentions import FoundMention, MentionMethod, Place, overlap

_SURFACE: Final = 300
"""Characters that the database keeps of a name."""


@dataclass(frozen=True, slots=True)
class EntityLinker:
    """Finds or makes the entity of each mention; follows merges, honours what editors set."""

    gazetteer: Gazetteer = field(default_factory=Gazetteer.shipped)

    def link(
        self, found: Sequence[tuple[int, Sequence[FoundMention]]], new: Collection[int] = ()
    ) -> list[MentionRow]:
        """Return the rows of mentions for (article id, found mentions) pairs.

        What overlaps a mention that an editor set is left out, and so is what was suppressed; of
        articles that are ``new`` in this transaction nobody is asked: no editor has seen them.
        The entities are asked for anew at each call: one may have been merged since the last.
        """
        mentions = [mention for _article, in_article in found for mention in in_article]
        self._propose(mentions)
        known = self._known({mention.key for mention in mentions})
        own = {key: entity.pk for key, entity in known.items()}
        entities = _countable(known)
        articles = [article for article, _mentions in found if article not in new]
        suppressed = set(
            MentionSuppression.objects.filter(article_id__in=articles)
            .values_list("article_id", "entity_id")
            .order_by()
        )
        edited = _edited(articles)
        return [
            _row(article, entities[mention.key], mention)
            for article, in_article in found
            for mention in in_article
            if mention.key in entities
            and not suppressed.intersection(
                ((article, entities[mention.key]), (article, own.get(mention.key)))
            )
            and not any(overlap(mention, place) for place in edited.get(article, ()))
        ]

    def entities_of(self, keys: Collection[str]) -> dict[str, int]:
        """Return the primary key of the entity that each key means after all merges.

        Keys of which nothing is to be found are left out.
        """
        return _countable(self._known(keys)) if keys else {}

    def _propose(self, mentions: Iterable[FoundMention]) -> None:
        """Make candidates of names that neither the gazetteer nor the database knows.

        A candidate is called by the fullest of its spellings.
        What was rejected before is in the database, and stays rejected.
        """
        new: dict[str, FoundMention] = {}
        for mention in mentions:
            if mention.method is MentionMethod.CRF and self.gazetteer.get(mention.key) is None:
                new[mention.key] = max(mention, new.get(mention.key, mention), key=_fullness)
        if not new:
            return
        known = set(Entity.objects.filter(key__in=new).values_list("key", flat=True))
        Entity.objects.bulk_create(
            [
                Entity(
                    key=key,
                    kind=mention.kind,
                    name_ar=spelled_out(mention.surface, mention.clitic)[:_SURFACE],
                    status=EntityStatus.CANDIDATE,
                )
                for key, mention in new.items()
                if key not in known
            ],
            ignore_conflicts=True,
        )

    def _known(self, keys: Collection[str]) -> dict[str, Entity]:
        """Return the entity of each key, made where only the gazetteer has it yet."""
        known = {entity.key: entity for entity in Entity.objects.filter(key__in=keys)}
        self._describe(known.values())
        missing = [key for key in keys if key not in known and self.gazetteer.get(key)]
        if missing:
            known.update(self._create(missing))
        return known

    def _create(self, keys: Sequence[str]) -> dict[str, Entity]:
        """Make the entities of these gazetteer keys, and those that they are related to."""
        entries = self._with_relatives(keys)
        rows = Entity.objects.in_bulk(list(entries), field_name="key")
        missing = {key: entry for key, entry in entries.items() if key not in rows}
        # What others lie in comes first: a row that is written whole is not written again.
        for entries_at_once in _parents_first(missing):
            Entity.objects.bulk_create(
                [_entity_row(entry, rows) for entry in entries_at_once], ignore_conflicts=True
            )
            rows |= Entity.objects.in_bulk(
                [entry.key for entry in entries_at_once], field_name="key"
            )
        self._set_parents(rows.values(), rows)
        EntityRelation.objects.bulk_create(
            [
                EntityRelation(source=rows[key], kind=kind, target=rows[target])
                for key, entry in entries.items()
                for kind, target in entry.relations
                if target in rows
            ],
            ignore_conflicts=True,
        )
        return {key: rows[key] for key in keys if key in rows}

    def _describe(self, entities: Iterable[Entity]) -> None:
        """Give entities of earlier versions the sort and the country that the list has of them."""
        described: list[Entity] = []
        parents: set[str] = set()
        for entity in entities:
            entry = self.gazetteer.get(entity.key)
            if entry is not None and entry.subkind != entity.subkind:
                entity.subkind = entry.subkind
                described.append(entity)
                parents.update(filter(None, (entry.parent,)))
        if not described:
            return
        Entity.objects.bulk_update(described, ["subkind"])
        known = Entity.objects.in_bulk(list(parents), field_name="key")
        missing = [parent for parent in parents if parent not in known]
        self._set_parents(described, known | (self._create(missing) if missing else {}))

    def _set_parents(self, entities: Iterable[Entity], known: Mapping[str, Entity]) -> None:
        """Put entities where the list has them, unless an editor put them elsewhere."""
        placed = []
        for entity in entities:
            entry = self.gazetteer.get(entity.key)
            parent = known.get(entry.parent) if entry and entry.parent else None
            if entity.parent_id is None and parent is not None:
                entity.parent = parent
                placed.append(entity)
        update(placed, ["parent_id"])

    def _with_relatives(self, keys: Sequence[str]) -> dict[str, GazetteerEntry]:
        entries: dict[str, GazetteerEntry] = {}
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            entry = self.gazetteer.get(key)
            if entry is not None and key not in entries:
                entries[key] = entry
                waiting.extend(target for _kind, target in entry.relations)
                waiting.extend(filter(None, (entry.parent,)))
        return entries


def _parents_first(entries: Mapping[str, GazetteerEntry]) -> Iterator[list[GazetteerEntry]]:
    """Yield ``entries`` in parts, each of them behind that which holds what it lies in.

    Those that lie in each other, which no list should say, come last and together.
    """
    waiting = dict(entries)
    while waiting:
        free = [entry for entry in waiting.values() if (entry.parent or "") not in waiting]
        free = free or list(waiting.values())
        for entry in free:
            del waiting[entry.key]
        yield free


def _entity_row(entry: GazetteerEntry, known: Mapping[str, Entity]) -> Entity:
    return Entity(
        key=entry.key,
        kind=entry.kind,
        name_ar=entry.name_ar,
        name_en=entry.name_en,
        wikidata=entry.wikidata or "",
        subkind=entry.subkind,
        parent=known.get(entry.parent) if entry.parent else None,
    )


def _fullness(mention: FoundMention) -> int:
    """Return how many letters name the entity: a surname names it less than a whole name."""
    return len(mention.surface)


def _countable(known: Mapping[str, Entity]) -> dict[str, int]:
    """Return the primary key of the entity that mentions of each key count for.

    Keys of which nothing is to be found are left out: rejected and suppressed ones.
    """
    canonical = Entity.objects.canonical_of(known.values())
    return {
        key: canonical[entity.pk].pk
        for key, entity in known.items()
        if not canonical[entity.pk].suppressed
        and canonical[entity.pk].status != EntityStatus.REJECTED
    }


def _row(article_id: int, entity_id: int, mention: FoundMention) -> MentionRow:
    place, start, end, surface, clitic, _key, _kind, method, confidence = mention
    return MentionRow(
        article_id,
        entity_id,
        str(place),
        start,
        end,
        surface[:_SURFACE],
        clitic,
        str(method),
        confidence,
    )


def _edited(articles: Sequence[int]) -> dict[int, list[Place]]:
    """Return where in these articles mentions stand that an editor set."""
    places: dict[int, list[Place]] = defaultdict(list)
    rows = Mention.objects.filter(article__in=articles, method=MentionMethod.EDITOR, end__gt=0)
    columns = rows.order_by().values_list("article_id", "field", "start", "end")
    for article, name, start, end in columns:
        places[article].append(Place(name, start, end))
    return places
