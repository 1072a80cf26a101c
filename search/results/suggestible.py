"""What of the archive can be suggested, and where a suggestion leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from archive.models import Article, Entity, EntityStatus, Outlet
from archive.packed_strings import PackedStrings
from search.results.frequent_phrases import frequent_phrases
from search.results.suggest import Entry


def archive_entries(
    outlet_counts: Mapping[str, int], entity_counts: Mapping[str, int]
) -> Iterator[Entry]:
    """Yield outlets, entities that stand in articles, frequent phrases and titles.

    The counts are of articles, by slug and by key. Three queries.
    """
    for slug, arabic, latin in Outlet.objects.values_list("slug", "name_ar", "name_en"):
        for name in dict.fromkeys(filter(None, (arabic, latin))):
            yield Entry(name, "outlet", slug, outlet_counts.get(slug, 0))
    known = Entity.objects.filter(status=EntityStatus.ACCEPTED, suppressed=False)
    for key, arabic, latin in known.values_list("key", "name_ar", "name_en"):
        for name in dict.fromkeys(filter(None, (arabic, latin))):
            if entity_counts.get(key):
                yield Entry(name, "entity", key, entity_counts[key])
    ids, titles = PackedStrings(), PackedStrings()
    newest = Article.objects.newest_first().values_list("public_id", "title")
    for public_id, title in newest.iterator():
        ids.append(public_id)
        titles.append(title)
    for phrase, count in frequent_phrases(titles):
        yield Entry(phrase, "phrase", phrase, count)
    for age, (public_id, title) in enumerate(zip(ids, titles, strict=True)):
        if title:
            yield Entry(title, "title", public_id, -age)


def suggestion_url(kind: str, target: str) -> str:
    """Return the page of an outlet, entity or article, or the search for a phrase."""
    if kind == "title":
        return reverse("article", args=[target])
    if kind == "phrase":
        return f"{reverse('search')}?{urlencode({'q': target})}"
    return reverse(kind, args=[target])
