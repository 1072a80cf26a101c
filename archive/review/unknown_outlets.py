"""Articles whose outlet nobody knows, by the site that they were saved from; and their naming."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.changes.article_changes import ArticleChanges
from archive.errors import ArchiveError
from archive.jobs import JobKind, register, request
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.models import Act, Article, Change, ChangeSet, Job, Outlet, OutletBasis, Subject
from archive.models.editing import OUTLET, OUTLET_COLUMNS, FieldState

NAMING: Final = "name_outlet"
"""The kind of job that gives an outlet what is loaded of its domains."""
_STEP: Final = 500
_SITES: Final = 200
"""Sites that are listed."""
_SLUG: Final = 80
_NAME: Final = 200
_EVIDENCE: Final = 500


class UnknownSite(NamedTuple):
    """A site and the number of its articles without an outlet."""

    host: str
    articles: int


def nameless() -> QuerySet[Article]:
    """Return the articles without an outlet."""
    return Article.objects.filter(outlet=None)


def unknown_sites() -> list[UnknownSite]:
    """Return the sites of articles without an outlet, those with most articles first.

    Sites that an outlet has by now are left out: their articles are about to follow.
    """
    addresses = nameless().order_by().values_list("url", "capture__url")
    hosts = Counter(host_of(url or captured) for url, captured in addresses.iterator())
    known = outlets_of_archive()
    return [
        UnknownSite(host, articles)
        for host, articles in hosts.most_common()
        if host and known.by_domain(host) is None
    ][:_SITES]


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``, "" where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@transaction.atomic
def name_site(host: str, name: str, person: Any) -> tuple[Outlet, Job]:
    """Say that a site is the outlet called ``name``, new or known; its articles follow in a job.

    Raises:
        ArchiveError: there is no name, or no site.
    """
    host, name = host_of(f"//{host.strip().lower()}"), " ".join(name.split())[:_NAME]
    if not name:
        raise ArchiveError(_("Write the outlet's name."))
    if "." not in host:
        raise ArchiveError(_("%(host)s is no site.") % {"host": host or "–"})
    outlet = _outlet_called(name)
    before = list(outlet.domains) if outlet.pk else None
    if host not in outlet.domains:
        outlet.domains = [*outlet.domains, host]
    outlet._history_user = person  # type: ignore[attr-defined]
    outlet.save()
    _log(outlet, before, person)
    return outlet, follow(outlet, person)


def _log(outlet: Outlet, before: list[str] | None, person: Any) -> None:
    """Note an outlet that was made, or the domain that it was given."""
    name = "record" if before is None else "domains"
    was, became = before, str(outlet) if before is None else outlet.domains
    if was != became:
        ChangeSet.of_act(Act.EDIT, person, total=1, done=1, changed=1).note(
            [
                Change(
                    kind=Subject.OUTLET,
                    subject=outlet.slug,
                    row=outlet.pk,
                    field=name,
                    before={name: was},
                    after={name: became},
                )
            ]
        )


def follow(outlet: Outlet, person: Any) -> Job:
    """Have what is loaded of an outlet's domains become its own, where no outlet is known better."""
    return request(NAMING, {"outlet": outlet.pk}, person, _candidates(outlet).count())


def _outlet_called(name: str) -> Outlet:
    """Return the outlet of this name, unsaved where it is new."""
    known = outlets_of_archive().by_name(name)
    if known is not None:
        row = Outlet.objects.filter(slug=known.slug).first()
        return row or Outlet(
            slug=known.slug,
            name_ar=known.name_ar,
            name_en=known.name_en,
            country=known.country,
            kind=known.kind,
            domains=list(known.domains),
        )
    row = Outlet.objects.filter(Q(name_ar=name) | Q(name_en__iexact=name)).first()
    return row or Outlet(slug=_free_slug(name), name_ar=name)


def _free_slug(name: str) -> str:
    slug = slugify(name, allow_unicode=True)[:_SLUG] or "outlet"
    taken = set(Outlet.objects.filter(slug__startswith=slug[:-4]).values_list("slug", flat=True))
    numbered = (f"{slug[: _SLUG - 4]}-{number}" for number in range(2, 1000))
    return next(each for each in (slug, *numbered) if each not in taken)


def _candidates(outlet: Outlet) -> QuerySet[Article]:
    """Return articles that may be of the outlet's domains: nothing better than a domain is known."""
    named = Q(outlet=None) | (Q(outlet_basis=OutletBasis.DOMAIN) & ~Q(outlet=outlet))
    at = Q(pk__in=())
    for domain in outlet.domains if isinstance(outlet.domains, list) else []:
        at |= Q(url__icontains=domain) | Q(url="", capture__url__icontains=domain)
    return Article.objects.filter(named, at)


def _step(job: Job) -> bool:
    outlet = Outlet.objects.filter(pk=job.parameters["outlet"]).first()
    if outlet is None:
        return True
    ahead = _candidates(outlet).filter(pk__gt=int(job.position.get("article", 0)))
    locked = ahead.order_by("pk").select_for_update(of=("self",)).select_related("capture")
    rows = list(locked.defer("body", "spans", "captions")[:_STEP])
    known, changes = outlets_of_archive(), ArticleChanges(_changeset(job, outlet))
    for article in rows:
        host = host_of(article.url or article.capture.url)
        found = known.by_domain(host)
        if found is not None and found.slug == outlet.slug and OUTLET not in article.edited:
            values = (outlet.pk, OutletBasis.DOMAIN.value, host[:_EVIDENCE])
            state = FieldState(dict(zip(OUTLET_COLUMNS, values, strict=True)))
            changes.give_back(article, OUTLET, state)
    changed = changes.write()
    changeset = changes.changeset
    changeset.done, changeset.changed = changeset.done + len(rows), changeset.changed + changed
    changeset.save(update_fields=["done", "changed"])
    job.done += len(rows)
    job.report = {"changed": int(job.report.get("changed", 0)) + changed}
    job.position = {"changeset": changeset.pk, "article": rows[-1].pk if rows else 0}
    return len(rows) < _STEP


def _changeset(job: Job, outlet: Outlet) -> ChangeSet:
    """Return the entry of the log that a job writes to, made at its first step."""
    known = ChangeSet.objects.filter(pk=job.position.get("changeset")).first()
    asked = {"values": {OUTLET: outlet.slug}}
    return known or ChangeSet.of_act(
        Act.BULK, job.made_by, asked=asked, job=job, total=job.total or 0
    )


def register_naming() -> None:
    """Make the kind of job known."""
    register(JobKind(NAMING, gettext_lazy("articles given to their outlet"), _step))
