"""Authors of old articles, after an editor accepted, renamed, merged or parted people.

A byline means whom the archive surely knows (``authors``), and that changes with what is known.
Few articles follow in the act's own transaction, thousands in a job.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.entities.storage.authors import parts_of, write_authors
from archive.entities.storage.corrections import corrections
from archive.jobs import JobKind, register, request
from archive.models import Alias, Article, Authorship, Entity, Job
from archive.models.job import JobState
from archive.records.mentions import EntityKind

KIND: Final = "follow_authors"
AT_ONCE: Final = 200
"""Articles that follow while the editor waits: a tenth of a second. So many are one step, too."""


def register_authors() -> None:
    """Make the job known."""
    register(JobKind(KIND, _("Bring authors of articles in line"), _follow_batch))


def ask_to_follow(entities: Collection[Entity]) -> None:
    """Ask that the authors of articles whose bylines may name these follow; call it in the act's
    transaction.

    What waits already takes them in: of a thousand acts there is one job.
    """
    keys = {entity.pk for entity in entities}
    if not keys:
        return
    waiting = Job.objects.filter(kind=KIND, state=JobState.WAITING)
    job = waiting.select_for_update().first()
    if job is None:
        request(KIND, {"entities": sorted(keys)})
    else:
        keys.update(job.parameters["entities"])
        waiting.filter(pk=job.pk).update(parameters={"entities": sorted(keys)})


def let_authors_follow(*entities: Entity | None) -> None:
    """Ask that bylines be read again where these are people; ``follow_at_once`` does it for few.

    An organisation was a person before an act only where it wrote something.
    """
    concerned = [each for each in entities if each is not None]
    if any(each.kind == EntityKind.PERSON for each in concerned) or (
        Authorship.objects.filter(entity__in=concerned).exists()
    ):
        ask_to_follow(concerned)


@transaction.atomic
def follow_at_once() -> None:
    """Do what was asked where it is ``AT_ONCE`` articles or fewer; leave the rest to the job."""
    waiting = Job.objects.filter(kind=KIND, state=JobState.WAITING)
    job = waiting.select_for_update().first()
    if job is None:
        return
    articles = _articles(job.parameters["entities"], 0)
    if len(articles) <= AT_ONCE:
        _write(articles)
        waiting.filter(pk=job.pk).delete()


def _follow_batch(job: Job) -> bool:
    """Do one step: the next articles; return whether none was left."""
    # More may have been asked for since the job was read.
    job.refresh_from_db(fields=["parameters"])
    articles = _articles(job.parameters["entities"], job.position.get("last", 0))
    if job.total is None:
        job.total = len(articles)
    batch = articles[:AT_ONCE]
    changed = _write(batch)
    job.position = {"last": batch[-1] if batch else 0}
    job.done += len(batch)
    job.report = {"changed": job.report.get("changed", 0) + changed}
    return len(articles) <= AT_ONCE


def _write(articles: Collection[int]) -> int:
    """Bring the authors of these articles in line; return the number of those that changed."""
    rows = Article.objects.only("byline").filter(pk__in=articles).order_by("pk")
    return len(write_authors(list(rows), corrections())) if articles else 0


def _articles(entities: Collection[int], last: int) -> list[int]:
    """Return the keys, beyond ``last``, of the articles that name these people in their bylines,
    and of those whose authors they are."""
    names = set(_names_ever(entities))
    signed = Article.objects.exclude(byline="").order_by()
    bylines = [
        byline
        for byline in signed.values_list("byline", flat=True).distinct()
        if any(name_key(part) in names for part in parts_of(byline))
    ]
    beyond = Article.objects.filter(pk__gt=last).order_by()
    written = Authorship.objects.filter(entity__in=entities, article__gt=last).order_by()
    keys = set(written.values_list("article_id", flat=True))
    for start in range(0, len(bylines), AT_ONCE):
        some = beyond.filter(byline__in=bylines[start : start + AT_ONCE])
        keys.update(some.values_list("pk", flat=True))
    return sorted(keys)


def _names_ever(entities: Collection[int]) -> Iterator[str]:
    """Yield the keys of all names that these entities, and those merged into them, have or had."""
    merged = Entity.objects.filter(merged_into__in=entities).values_list("pk", flat=True)
    keys = {*entities, *merged}
    for name in Entity.history.filter(id__in=keys).values_list("name_ar", flat=True).distinct():
        yield name_key(name)
    for text in Alias.history.filter(entity__in=keys).values_list("text", flat=True).distinct():
        yield name_key(text)
    known = Entity.objects.filter(pk__in=keys).values_list("key", "name_ar")
    for key, name in known:
        yield name_key(name)
        entry = Gazetteer.shipped().get(key)
        if entry is not None:
            yield from entry.names()
