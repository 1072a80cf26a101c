"""Articles of documents whose captures go, brought back to what the other captures say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.captures.store import stored_capture
from archive.errors import ArchiveError, UnreadableDocumentError
from archive.ingest.enrichment import EnrichedCapture, EnrichmentPool
from archive.ingest.loading import ArticleWriter, CaptureToWrite
from archive.knowledge.archive_knowledge import CurrentKnowledge
from archive.models import Article, Capture
from archive.records.documents import RawCapture

_REASON: Final = "load undone"
_LOADED_AGAIN: Final = "loaded again"
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """Captures that stay, read again; ``damaged`` are the documents of which one cannot be read."""

    found: tuple[CaptureToWrite, ...]
    damaged: frozenset[str]
    knowledge: CurrentKnowledge

    def is_current(self) -> bool:
        """Whether no editor has taught anything since; ask in the transaction of the writing."""
        return not self.knowledge.refresh()


def read_again(captures: Sequence[Capture]) -> Iterator[ReadAgain]:
    """Yield the captures, read with all that editors have taught; once more each time it is asked.

    Raises:
        ArchiveError: editors go on teaching faster than the captures can be read.
    """
    for _attempt in range(_ATTEMPTS):
        yield _read(captures)
    raise ArchiveError("Names are being corrected at this moment; undo the load again later.")


def _read(captures: Sequence[Capture]) -> ReadAgain:
    knowledge = CurrentKnowledge()
    raws: list[tuple[Capture, RawCapture]] = []
    damaged: set[str] = set()
    for capture in captures:
        try:
            raws.append((capture, stored_capture(capture)))
        except ArchiveError:
            damaged.add(capture.uri)
    found = []
    with EnrichmentPool() as pool:
        results = pool.enrich([raw for _row, raw in raws], knowledge.value)
        for (row, _raw), result in zip(raws, results, strict=True):
            if isinstance(result, UnreadableDocumentError):
                damaged.add(row.uri)
            elif isinstance(result, EnrichedCapture):
                found.append(CaptureToWrite(row, result))
    whole = tuple(each for each in found if each.row.uri not in damaged)
    return ReadAgain(whole, frozenset(damaged), knowledge)


def back_to_other_captures(going: Sequence[Capture], again: ReadAgain) -> None:
    """Let the articles of captures that go show the captures that stay, where these hold them.

    Call it in a transaction in which the captures go afterwards. Articles that no other capture
    holds are left at the captures that go.
    """
    keys = [capture.pk for capture in going]
    shown = Article.objects.filter(capture__in=keys)
    before = {each.pk for each in shown.only("pk")}
    # However late they were made, captures that go stand behind those that stay.
    Capture.objects.filter(pk__in=keys).update(captured_at=None)
    # The address is the plainest of all captures: of those that stay, now.
    by_parsing = [pk for pk, edited in shown.values_list("pk", "edited") if "url" not in edited]
    shown.filter(pk__in=by_parsing).update(url="")
    ArticleWriter(_REASON, again.knowledge.value).write(again.found)
    current = dict(Article.objects.filter(pk__in=before).values_list("pk", "capture_id"))
    history = Article.history.filter(id__in=before, capture_id__in=keys)
    history.filter(history_user=None, history_change_reason=_LOADED_AGAIN).delete()
    for pk, capture in current.items():
        if capture not in keys:
            history.filter(id=pk).update(capture_id=capture)
