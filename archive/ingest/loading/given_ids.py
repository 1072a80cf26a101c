"""The public ids that captures bring from another archive: which of them articles may bear here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from archive.captures.article_identity import find_again, free_public_id, public_id
from archive.ingest.enrichment import EnrichedCapture
from archive.models import Article, Capture, FormerArticle, Tombstone
from archive.records.documents import RawCapture
from archive.records.exported_captures import GivenId

_KNOWN: Final = "an article of it has another id here, and keeps it: {} was given, it is {}"
_TAKEN: Final = "an id that was given is another's here: not {}, the article has {}"
_HERE: Final = "is in this archive already; {} of its articles have other ids than the given ones"


class GivenIds:
    """The ids of the new articles of one batch. Use one for a batch, in its transaction.

    ``told`` says of each document, by its address, which ids were not kept, and why.
    """

    def __init__(self, batch: Iterable[tuple[Capture, EnrichedCapture, Sequence[GivenId]]]) -> None:
        self.told: dict[str, list[str]] = defaultdict(list)
        given, own = set(), set()
        for row, enriched, ids in batch:
            given |= {each.public_id for each in ids}
            own |= {public_id(row.uri, each.position) for each in enriched.articles}
        # An id that was kept may be the one that another document's article would get.
        self._taken = _ids_of_articles(given | own)
        if given:
            # One that leads nowhere stands aside where its article comes again.
            gone = FormerArticle.objects.filter(public_id__in=given, leads_to__isnull=False)
            buried = Tombstone.objects.filter(public_id__in=given)
            self._taken |= set(gone.values_list("public_id", flat=True))
            self._taken |= set(buried.values_list("public_id", flat=True))

    def choose(
        self, uri: str, position: int, given: str, taken: Collection[str], others: Collection[str]
    ) -> str:
        """Return the id of a new article of the document ``uri``: the ``given`` one where it is free.

        ``taken`` are ids of its document that are no longer free, ``others`` those that were given
        to other articles of it.
        """
        if given and given not in self._taken and given not in taken:
            chosen = given
        else:
            chosen = free_public_id(uri, position, {*taken, *others, *self._taken})
            if given:
                self.told[uri].append(_TAKEN.format(given, chosen))
        self._taken.add(chosen)
        return chosen

    def compare(self, uri: str, given: str, known: str) -> None:
        """Note that an article that is here already keeps its id ``known``."""
        if given and given != known:
            self.told[uri].append(_KNOWN.format(given, known))


def given_to(enriched: EnrichedCapture, ids: Sequence[GivenId]) -> list[str]:
    """Return the id that was given to each article of a capture, "" to one that has none.

    They are found again as articles of another version are: by title, else by place.
    """
    if not ids:
        return [""] * len(enriched.articles)
    there = [
        Article(public_id=each.public_id, position=each.position, title=each.title) for each in ids
    ]
    found = find_again(enriched.articles, there)
    return [each.public_id if each else "" for each in found]


def told_of_known(raw: RawCapture) -> str:
    """Return what is to be told of a capture that was loaded before, where its ids are others."""
    given = {each.public_id for each in raw.article_ids or ()}
    missing = len(given - _ids_of_articles(given))
    return _HERE.format(missing) if missing else ""


def _ids_of_articles(ids: Collection[str]) -> set[str]:
    rows = Article.objects.filter(public_id__in=ids).order_by()
    return set(rows.values_list("public_id", flat=True))
