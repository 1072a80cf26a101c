"""What is withdrawn or edited while a run reads, compares or writes stays as it was decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from archive.captures.store import CaptureStore, capture_folder, capture_store, stored_capture
from archive.captures.withdrawal import withdraw
from archive.ingest import run
from archive.ingest.containers import read_captures
from archive.ingest.enrichment import EnrichmentPool
from archive.ingest.loading import Loader
from archive.ingest.loading.shared_headers import settle_header_dates
from archive.ingest.run import load_paths, reparse
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.models import Article, ArticleSignature, Capture, Mention
from archive.records.mentions import MentionMethod
from archive.republications import clustering
from tests.factories import make_entity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

TITLE = "قطار الضواحي يعود إلى العمل"
FIRST = "عاد قطار الضواحي إلى العمل صباح الاثنين بعد توقف دام أسبوعين كاملين."
SECOND = "وقال سائق القطار إن المحطة الأخيرة ستبقى مغلقة حتى انتهاء أعمال الصيانة."


@dataclass(frozen=True)
class ActingStore(CaptureStore):
    """The archive's store; ``act`` happens once, when bytes are asked for or kept."""

    act: Callable[[], object] = lambda: None

    def get(self, sha256: str) -> bytes:
        """Give the bytes, then let the act happen."""
        content = super().get(sha256)
        self.act()
        return content

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Let the act happen, then keep the bytes."""
        self.act()
        super().put_all(contents)


def once(act: Callable[[], object]) -> Callable[[], object]:
    """Return ``act`` that does nothing after the first time."""
    left = [act]
    return lambda: left.pop()() if left else None


def write(path: Path, text: str, **fields: str) -> Path:
    """Write one record of a page of the suburban railway."""
    url = "https://railway.example/news/1"
    record = {"title": TITLE, "text": text, "url": url, **fields}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_a_capture_that_is_withdrawn_while_it_is_parsed_again_stays_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_paths([str(write(tmp_path / "a.jsonl", f"{FIRST}\n{SECOND}"))])
    stored = stored_capture

    def read_then_withdrawn(capture: Capture) -> object:
        content = stored(capture)
        withdraw(capture, "أمر محكمة")
        return content

    monkeypatch.setattr(run, "stored_capture", read_then_withdrawn)
    reparse()
    assert not Article.objects.exists()


def test_bytes_that_are_withdrawn_while_they_are_loaded_again_are_gone(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n", encoding="utf-8")
    load_paths([str(page)])
    known = Capture.objects.get()
    copy = tmp_path / "copy.txt"
    copy.write_bytes(page.read_bytes())
    root = capture_folder().root
    store = ActingStore(root, once(lambda: withdraw(known, "خصوصية")))
    with EnrichmentPool(workers=1) as pool:
        report = Loader(store, pool=pool).load(read_captures([copy]))
    assert [item.reason for item in report.rejected] == ["withdrawn from this archive"]
    assert report.unchanged == 0
    assert not list(root.rglob("*.gz"))


def test_a_date_that_an_editor_sets_while_shared_dates_are_settled_stays(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for subject in ("المكتبة", "الحديقة", "المتحف", "المرفأ", "المدرسة", "السوق"):
        (folder / f"{subject}.txt").write_text(
            "الأخبار أخبار سورية أخبار عربية أخبار دولية\n"
            f"الأحد 4 حزيران 2023 10:15\n\nافتتاح {subject} بعد ترميم طويل في المدينة القديمة\n\n"
            f"افتتحت البلدية {subject} أمام الزوار بعد ترميم استمر سبعة أشهر كاملة.\n\n"
            f"وقال مهندس المشروع إن {subject} ستفتح كل يوم عدا الجمعة من الصباح.\n\n"
            "المصدر: صحيفة التجربة المحلية",
            encoding="utf-8",
        )
    with EnrichmentPool(workers=1) as pool:
        Loader(capture_store(), pool=pool).load(read_captures([folder]))
    edited = Article.objects.order_by("pk")[0]

    def edit() -> None:
        article = Article.objects.get(pk=edited.pk)
        article.published_earliest = article.published_latest = date(2023, 6, 1)
        article.edtf = "2023-06-01"
        article.edited = ["edtf"]
        article.save()

    store = ActingStore(capture_folder().root, once(edit))
    assert settle_header_dates(store, outlets_of_archive()) == 5
    edited.refresh_from_db()
    assert edited.edtf == "2023-06-01"


def test_an_editors_mention_finds_its_words_through_two_versions_at_once(tmp_path: Path) -> None:
    load_paths([str(write(tmp_path / "a.jsonl", f"{FIRST}\n{SECOND}", captured="2023-06-01"))])
    article = Article.objects.get()
    start = article.body.index("سائق القطار")
    Mention.objects.create(
        article=article,
        entity=make_entity("سائق القطار", kind="person"),
        field="body",
        start=start,
        end=start + len("سائق القطار"),
        surface="سائق القطار",
        method=MentionMethod.EDITOR,
        confidence=1.0,
    )
    lines = []
    for day, before in ((2, "تأخر القطار مرة واحدة."), (3, "تأخر القطار مرتين.\nثم وصل.")):
        path = write(tmp_path / "b", f"{FIRST}\n{before}\n{SECOND}", captured=f"2023-06-0{day}")
        lines.append(path.read_text(encoding="utf-8"))
    (tmp_path / "b").unlink()
    (tmp_path / "both.jsonl").write_text("".join(lines), encoding="utf-8")
    load_paths([str(tmp_path / "both.jsonl")])
    article.refresh_from_db()
    assert "ثم وصل" in article.body
    mention = Mention.objects.get(method=MentionMethod.EDITOR)
    assert article.body[mention.start : mention.end] == "سائق القطار"


def test_a_text_that_changes_while_it_is_compared_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EnrichmentPool(workers=1) as pool:
        path = write(tmp_path / "a.jsonl", f"{FIRST}\n{SECOND}")
        Loader(capture_store(), pool=pool).load(read_captures([path]))
    compare = clustering._compare

    def changed_meanwhile(fresh: Mapping[int, bytes]) -> clustering.Clusters:
        clusters = compare(fresh)
        ArticleSignature.objects.update(minhash=b"another text", clustered=False)
        return clusters

    monkeypatch.setattr(clustering, "_compare", changed_meanwhile)
    clustering.cluster_republications()
    assert not ArticleSignature.objects.get().clustered
