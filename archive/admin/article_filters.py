"""Filters of the list of articles; each is answered from an index of the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import admin
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Load, Outlet
from archive.models.article import hidden_articles

_OUTLETS: Final = 25
"""Outlets that are offered, those with most articles; any other is found by the search."""
_YEARS: Final = 60
_LOADS: Final = 12
_GIVEN: Final = 40
"""Letters of what was given to a load."""
_DIGITS: Final = 19


def _few(**condition: str) -> Q:
    """Keep the few articles of a condition that has an index of its own, by their keys.

    Asked of each row of the list, the column would be read for it, behind the text.
    """
    return Q(pk__in=Article.objects.filter(**condition).order_by().values("pk"))


_LOOKS: Final[Mapping[str, tuple[Any, Callable[[], Q]]]] = {
    "review": (_("to be reviewed"), lambda: ~Q(review="")),
    "no_date": (_("no date"), lambda: Q(published_earliest=None, published_latest=None)),
    "no_outlet": (_("no outlet"), lambda: Q(outlet=None)),
    "no_title": (_("no title"), lambda: _few(title="")),
    "no_text": (_("no text"), lambda: _few(body="")),
    "hidden": (_("hidden"), lambda: Q(pk__in=hidden_articles())),
    "copies": (_("published in several places"), lambda: Q(republication__isnull=False)),
}
"""Value in the address → what it is called, and which articles it keeps."""


class LookFilter(admin.SimpleListFilter):
    """What is missing of articles, or wants looking at."""

    title = _("look for")
    parameter_name = "look"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, Any]]:
        """Offer what may be missing."""
        return [(value, label) for value, (label, _condition) in _LOOKS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Keep the articles of which it is missing."""
        value = self.value() or ""
        return queryset.filter(_LOOKS[value][1]()) if value in _LOOKS else queryset


class OutletFilter(admin.SimpleListFilter):
    """The outlets with most articles, and the one that is chosen."""

    title = _("outlet")
    parameter_name = "outlet"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        """Offer outlets, those with most articles first."""
        counted = Article.objects.order_by().values_list("outlet").annotate(number=Count("pk"))
        most = [
            key
            for key, _number in counted.filter(outlet__isnull=False).order_by("-number")[:_OUTLETS]
        ]
        chosen = self.used_parameters.get(self.parameter_name)
        outlets = Outlet.objects.filter(Q(pk__in=most) | Q(slug=chosen or ""))
        rank = {key: number for number, key in enumerate(most)}
        return [
            (outlet.slug, outlet.name_ar)
            for outlet in sorted(outlets, key=lambda outlet: rank.get(outlet.pk, _OUTLETS))
        ]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Keep the articles of the outlet."""
        if not self.value():
            return queryset
        key = Outlet.objects.filter(slug=self.value()).values_list("pk", flat=True).first()
        return queryset.filter(outlet=key) if key is not None else queryset.none()


class LoadFilter(admin.SimpleListFilter):
    """The load that brought an article's document: the latest ones, and the one that is chosen."""

    title = _("load")
    parameter_name = "load"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, str]]:
        """Offer loads by their days and what was given."""
        latest = Load.objects.select_related("person").order_by("-pk")
        loads = list(latest[:_LOADS])
        chosen = self.used_parameters.get(self.parameter_name) or ""
        if (
            chosen.isdecimal()
            and len(chosen) < _DIGITS
            and int(chosen) not in {each.pk for each in loads}
        ):
            loads += latest.filter(pk=chosen)
        return [(str(load.pk), _load_words(load)) for load in loads]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Keep the articles of the load's documents.

        A sum is in no index: SQLite goes through that of the list, and reads no article for it.
        """
        load = self.value() or ""
        if not load.isdecimal() or len(load) >= _DIGITS:
            return queryset
        brought = Article.objects.filter(capture__load=int(load)).order_by().values("pk")
        return queryset.alias(key=F("pk") + 0).filter(key__in=brought)


def _load_words(load: Load) -> str:
    given = "، ".join(map(str, load.given))
    return f"{load.pk} · {load.started_at:%Y-%m-%d} · {given[:_GIVEN]}"


class YearFilter(admin.SimpleListFilter):
    """The year in which an article was published, by its earliest day."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, *_args: Any, **_kwargs: Any) -> list[tuple[str, str]]:
        """Offer the years from the newest on."""
        dated = Article.objects.order_by().filter(published_earliest__isnull=False)
        first = dated.aggregate(day=Min("published_earliest"))["day"]
        last = dated.aggregate(day=Max("published_earliest"))["day"]
        if first is None or last is None:
            return []
        years = range(last.year, max(first.year, last.year - _YEARS) - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Keep the articles of the year."""
        year = self.value() or ""
        if not year.isdecimal() or not 1 <= int(year) <= 9999:
            return queryset
        return queryset.filter(published_earliest__year=int(year))
