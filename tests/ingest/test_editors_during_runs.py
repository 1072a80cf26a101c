"""Editors go on working while documents are loaded: what they do holds for what comes later."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.captures.store import capture_store
from archive.entities import desk
from archive.entities.storage.recognition_pass import recognise_outdated
from archive.ingest.containers import read_captures
from archive.ingest.enrichment import EnrichmentPool
from archive.ingest.enrichment import worker_processes as pools
from archive.ingest.loading import Loader, load_batches
from archive.models import Alias, Article, Entity, Mention, Outlet
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
PER_BATCH = 3
TEXT = (
    "وصل وفد من مزارعي الكروم إلى {place} صباح الأحد رقم {number}، وزار معرضاً للآلات الزراعية. "
    "وقال أحد المزارعين إن الموسم كان جيداً هذا العام، وإن المعرض يفتح أبوابه حتى نهاية الأسبوع."
)


class Editor:
    """Does something once, when the first batch of a load has been written."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def __call__(self, _done: int) -> None:
        if self._act is not None:
            act, self._act = self._act, None
            act()


@pytest.fixture(params=["in this process", "in worker processes"])
def load(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Callable[[], object]], None]:
    """Load three batches of articles that name Damascus; the act comes after the first.

    With worker processes the second batch has been read by then, and waits to be written.
    """
    monkeypatch.setattr(load_batches, "BATCH", PER_BATCH)
    monkeypatch.setattr(pools, "FEWEST_DOCUMENTS", 1)
    path = tmp_path / "records.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(3 * PER_BATCH):
            text = TEXT.format(place="دمشق", number=number)
            record = {
                "id": f"{number}",
                "title": f"مزارعون في زيارة {number}",
                "text": text,
                "url": f"https://vineyard.example/news/{number}",
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def run(act: Callable[[], object]) -> None:
        workers = 1 if request.param == "in this process" else 2
        with EnrichmentPool(workers=workers) as pool:
            loader = Loader(capture_store(), pool=pool, advance=Editor(act))
            report = loader.load(read_captures([path]))
        assert (report.documents, report.new) == (3 * PER_BATCH, 3 * PER_BATCH)

    return run


def damascus() -> Entity:
    return Entity.objects.get(name_ar="دمشق")


def named(entity: Entity) -> set[int]:
    """Return the numbers of the articles that name an entity, in the order of loading."""
    mentions = Mention.objects.filter(entity=entity).select_related("article")
    return {int(mention.article.title.split()[-1]) for mention in mentions}


ALL = set(range(3 * PER_BATCH))
FIRST = set(range(PER_BATCH))


def test_later_batches_name_what_an_entity_was_merged_into(
    load: Callable[[Callable[[], object]], None],
) -> None:
    target = Entity.objects.create(key="own", kind="place", name_ar="مدينة دمشق")
    load(lambda: desk.do(desk.merge(damascus(), target), None))
    assert named(target) == ALL
    assert named(damascus()) == set()


def test_later_batches_do_not_name_what_was_suppressed(
    load: Callable[[Callable[[], object]], None],
) -> None:
    load(lambda: desk.do(desk.suppress(damascus()), None))
    assert named(damascus()) == FIRST
    assert not Mention.objects.shown().filter(surface="دمشق").exists()


def test_later_batches_do_not_bring_back_a_rejected_entity(
    load: Callable[[Callable[[], object]], None],
) -> None:
    load(lambda: desk.do(desk.reject(damascus()), None))
    assert named(damascus()) == FIRST


def test_later_batches_name_it_again_when_a_merge_was_undone(
    load: Callable[[Callable[[], object]], None],
) -> None:
    target = Entity.objects.create(key="own", kind="place", name_ar="مدينة دمشق")

    def merge_and_undo() -> None:
        desk.undo(desk.do(desk.merge(damascus(), target), None), None)

    load(merge_and_undo)
    assert (named(damascus()), named(target)) == (ALL, set())


def test_a_spelling_that_was_moved_does_not_come_back(
    load: Callable[[Callable[[], object]], None],
) -> None:
    target = Entity.objects.create(key="own", kind="organisation", name_ar="نادي دمشق")
    load(lambda: desk.do(desk.move_alias(damascus(), "دمشق", target), None))
    assert (named(damascus()), named(target)) == (set(), ALL)


def test_a_spelling_that_was_suppressed_does_not_come_back(
    load: Callable[[Callable[[], object]], None],
) -> None:
    def suppress() -> None:
        Alias.objects.create(entity=damascus(), text="دمشق", policy="never")

    load(suppress)
    assert named(damascus()) == FIRST


def test_a_spelling_that_was_added_is_found_in_later_batches(
    load: Callable[[Callable[[], object]], None],
) -> None:
    fair = Entity.objects.create(key="own", kind="organisation", name_ar="معرض الكروم")

    def add() -> None:
        Alias.objects.create(entity=fair, text="مزارعي الكروم")

    load(add)
    assert named(fair) == ALL - FIRST


def test_an_outlet_that_was_described_is_known_in_later_batches(
    load: Callable[[Callable[[], object]], None],
) -> None:
    def describe() -> None:
        Outlet.objects.create(
            slug="vineyard", name_ar="صوت الكروم", kind="newspaper", domains=["vineyard.example"]
        )

    load(describe)
    known = Article.objects.filter(outlet__slug="vineyard").values_list("title", flat=True)
    assert {int(title.split()[-1]) for title in known} == ALL - FIRST


def test_a_pass_over_the_archive_follows_a_merge_and_a_suppressed_spelling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.entities.storage.recognition_pass.BATCH", 1)
    articles = [make_article(f"خبر {n}", f"وصل الوفد إلى دمشق ثم بغداد. {n}") for n in range(3)]
    target = Entity.objects.create(key="own", kind="place", name_ar="مدينة دمشق")

    def act() -> None:
        desk.do(desk.merge(damascus(), target), None)
        baghdad = Entity.objects.get(name_ar="بغداد")
        Alias.objects.create(entity=baghdad, text="بغداد", policy="never")

    report = recognise_outdated(advance=Editor(act))
    assert report.read == 3
    found = [{mention.entity.name_ar for mention in each.mentions.all()} for each in articles]
    assert found == [{"مدينة دمشق", "بغداد"}, {"مدينة دمشق"}, {"مدينة دمشق"}]
