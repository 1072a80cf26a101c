"""Names that an editor adds where they stand in the text of an article, and the way back.

The editor selects or types a name; its places in the text and the entities that bear it are
offered. Adding is an act of the desk: a ``Correction`` of this one article, in the log, undone as
any other. Nothing is taught by it: what is to be found elsewhere is a spelling of the entity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext as _

from archive.entities.desk.correction_log import log_named
from archive.entities.desk.plans import DeskError, check_target
from archive.entities.desk.taken_mentions import named_in, row_of
from archive.entities.gazetteer.gazetteer import new_key
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.entities.recognition.candidates import Candidate, FieldWords, scan
from archive.entities.storage.following_authors import let_authors_follow
from archive.models import (
    Article,
    Correction,
    CorrectionKind,
    Entity,
    EntityStatus,
    Mention,
    MentionSuppression,
    OutboxEntry,
)
from archive.records.mentions import (
    ArticleField,
    EntityKind,
    MentionMethod,
    field_text,
    overlap,
    text_of,
)

MOST_PLACES: Final = 200
"""Places of one name in one article: a list that a person can still look through."""
NAME_LETTERS: Final = 300
_CONTEXT: Final = 40
"""Letters shown before and behind a place."""
_ALONE: Final = "name"


class NamePlace(NamedTuple):
    """Where a name stands in a field, code points ``start`` to ``end``, with the words around it."""

    field: ArticleField
    start: int
    end: int
    surface: str
    clitic: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """Return what tells the place from others: a form sends it back."""
        return f"{self.field}:{self.start}:{self.end}:{self.surface}"


def places_of_name(article: Article, name: str) -> list[NamePlace]:
    """Return where ``name`` stands in the article, in reading order, ``MOST_PLACES`` at most.

    Its words are compared as names are: folded, behind proclitics too.
    """
    rule = AliasRule(name)
    entry = GazetteerEntry(_ALONE, EntityKind.PERSON, name, aliases=(rule,))
    lexicon = Lexicon([entry])
    places: list[NamePlace] = []
    for field, text in text_of(article).fields():
        words = FieldWords.of(field, text)
        for found in scan(words, lexicon):
            longest = next((each for each in found if _names(each, entry)), None)
            if longest is not None and not (places and _meets(places[-1], field, longest)):
                places.append(_place(field, text, longest))
    return places[:MOST_PLACES]


def _names(candidate: Candidate, entry: GazetteerEntry) -> bool:
    return any(target.entry is entry for target in candidate.targets)


def _meets(place: NamePlace, field: ArticleField, candidate: Candidate) -> bool:
    return place.field == field and candidate.start < place.end


def _place(field: ArticleField, text: str, candidate: Candidate) -> NamePlace:
    start, end = candidate.start, candidate.end
    return NamePlace(
        field,
        start,
        end,
        text[start:end],
        candidate.clitic,
        text[max(0, start - _CONTEXT) : start].rpartition("\n")[2],
        text[end : end + _CONTEXT].partition("\n")[0],
    )


def entity_called(name: str, kind: EntityKind) -> tuple[Entity, bool]:
    """Return the entity of a name that no list has, and whether it was made just now."""
    return Entity.objects.get_or_create(
        key=new_key(name, kind), defaults={"kind": kind, "name_ar": name}
    )


@transaction.atomic
def add_name(
    article: Article,
    name: str,
    places: Collection[str],
    entity: Entity,
    user: Any,
    *,
    made: bool = False,
) -> Correction:
    """Let ``entity`` be named at ``places`` of ``name`` (see ``NamePlace.key``), by an editor.

    What was found there before gives way, and comes back with the undoing. A candidate is accepted
    by it. ``made`` says that the entity was made for this. Raises ``DeskError`` where a place is
    not there any more, or the entity cannot be named.
    """
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    check_target(entity)
    wanted = [place for place in places_of_name(article, name) if place.key in places]
    if not wanted or len(wanted) < len(set(places)):
        raise DeskError(_("Choose where the name stands; the text may have changed meanwhile."))
    named = named_in(article)
    removed = [each for each in article.mentions.all() if any(overlap(each, at) for at in wanted)]
    before: dict[str, Any] = {
        "fields": {},
        "aliases": [],
        "article": article.pk,
        "removed": [row_of(mention) for mention in removed],
        "accepted": _accept(entity),
        "made_here": made,
    }
    Mention.objects.filter(pk__in=[each.pk for each in removed]).delete_unannounced()
    before["added"] = [_add(article, entity, place) for place in wanted]
    refusals = MentionSuppression.objects.filter(article=article, entity=entity)
    before["allowed"] = bool(refusals.delete()[0])
    OutboxEntry.announce([article.pk], columns_only=True)
    if before["accepted"] or made:
        let_authors_follow(entity)
    correction = Correction.objects.create(
        kind=CorrectionKind.NAME_HERE,
        entity=entity,
        articles=1,
        mentions=len(wanted),
        before=before,
        made_by=user,
    )
    log_named(correction, article, named, named_in(article))
    return correction


def _accept(entity: Entity) -> bool:
    """Accept a candidate; return whether it was one."""
    if entity.status != EntityStatus.CANDIDATE:
        return False
    entity.status = EntityStatus.ACCEPTED
    entity.save()
    return True


def _add(article: Article, entity: Entity, place: NamePlace) -> int:
    """Make the mention of a place, and return its key."""
    mention = Mention.objects.create(
        article=article,
        entity=entity,
        field=place.field,
        start=place.start,
        end=place.end,
        surface=place.surface[:NAME_LETTERS],
        clitic=place.clitic,
        method=MentionMethod.EDITOR,
    )
    return mention.pk


def take_name_back(correction: Correction) -> None:
    """Take back what ``add_name`` did, but for mentions that an editor gave another entity since.

    Call it in a transaction.
    """
    before, entity = correction.before, correction.entity
    article = Article.objects.filter(pk=before["article"]).first()
    if entity is None:
        raise DeskError(_("The entity of this correction is gone."))
    holders = {entity.pk, entity.canonical().pk}
    Mention.objects.filter(pk__in=before["added"], entity__in=holders).delete_unannounced()
    if article is not None:
        _put_back(article, before["removed"])
        if before["allowed"]:
            MentionSuppression.objects.get_or_create(article=article, entity=entity)
        OutboxEntry.announce([article.pk], columns_only=True)
    if before["accepted"] and not _was_judged_since(correction, entity):
        entity.status = EntityStatus.CANDIDATE
        entity.save()
    if before["accepted"] or before["made_here"]:
        let_authors_follow(entity)
    if before["made_here"] and _is_unused(entity):
        entity.delete()


def _put_back(article: Article, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make mentions again whose words still stand where they did, and where nothing stands now."""
    standing: list[Any] = list(article.mentions.all())
    entities = Entity.objects.in_bulk({row["entity_id"] for row in rows})
    canonical = Entity.objects.canonical_of(entities.values())
    for row in rows:
        text = field_text(article, row["field"])
        if row["entity_id"] not in canonical or text[row["start"] : row["end"]] != row["surface"]:
            continue
        mention = Mention(**{**row, "entity_id": canonical[row["entity_id"]].pk})
        if not any(overlap(mention, other) for other in standing):
            mention.save()


def _was_judged_since(correction: Correction, entity: Entity) -> bool:
    if entity.status != EntityStatus.ACCEPTED:
        return True
    later = Correction.objects.filter(pk__gt=correction.pk, entity=entity, undone_at=None)
    return later.exists()


def _is_unused(entity: Entity) -> bool:
    """Whether nothing but its own making speaks of an entity."""
    later = Correction.objects.filter(models.Q(entity=entity) | models.Q(target=entity))
    return not (
        entity.mentions.exists()
        or entity.aliases.exists()
        or entity.children.exists()
        or entity.relations.exists()
        or entity.inverse_relations.exists()
        or entity.authorships.exists()
        or entity.merged.exists()
        or later.filter(undone_at=None).exists()
    )
