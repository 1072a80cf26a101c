"""A damaged index: told in one sentence, never believed, and mended by the worker."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from archive.models import ArchiveIdentity, Article, Mention, OutboxEntry
from search.engine import IndexUnavailableError
from search.engine.storage.block_files import BlockFile
from search.index.build_label import BuildLabel, read_label, write_label
from search.index.home_errors import NewerIndexError, OtherArchiveError
from search.index.index_home import IndexHome, index_home
from search.index.index_state import index_state
from search.index.rebuild import rebuild
from search.index.repair import PAUSES, Repair, RepairWaitsError, repair_record
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.factories import make_article
from tests.index.conftest import RIVERS

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db,
    pytest.mark.usefixtures("archive_home"),
]


def titles(text: str) -> list[str]:
    return sorted(hit.article.title for hit in search(SearchState().with_text(text)).hits)


def opened_anew() -> IndexHome:
    """Open the index as a process does that starts now."""
    apps.get_app_config("search").index_home = None  # type: ignore[attr-defined]
    return index_home()


def mend(home: IndexHome | None = None) -> None:
    Repair(home or opened_anew(), threading.Event()).mend(thorough=True)


def checked() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_archive", "--no-captures", stdout=out, verbosity=0)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def overlaid(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """The same, with columns laid over a segment."""
    monkeypatch.setattr("search.index.worker.WORTH_COLUMNS", 2)
    from archive.models import Entity

    mountain = Entity.objects.create(key="qasioun", kind="place", name_ar="قاسيون")
    for article in articles[1:5]:
        Mention.objects.create(article=article, entity=mountain)
    drain_all(index_home())
    return articles


def files(pattern: str) -> list[Path]:
    return sorted(index_home().current().folder.rglob(pattern))


def flip(path: Path, part: float = 0.5) -> None:
    raw = bytearray(path.read_bytes())
    raw[int(part * (len(raw) - 1))] ^= 0x10
    path.write_bytes(raw)


def flip_block(path: Path, name: str) -> None:
    place = BlockFile(path)._blocks[name]["offset"]
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def cut(path: Path, part: float = 0.5) -> None:
    os.truncate(path, int(part * path.stat().st_size))


def pointer() -> Path:
    return index_home().folder / "current"


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[], object]] = {
    "pointer empty": lambda: pointer().write_text(""),
    "pointer garbage": lambda: pointer().write_bytes(bytes(range(256))),
    "pointer nowhere": lambda: pointer().write_text("build-0"),
    "pointer leads out": lambda: pointer().write_text("../../captures"),
    "pointer a folder": lambda: replaced_by_folder(pointer()),
    "pointer gone": lambda: pointer().unlink(),
    "index gone": lambda: shutil.rmtree(index_home().folder),
    "build gone": lambda: shutil.rmtree(index_home().current().folder),
    "frequencies gone": lambda: files("frequencies.gz")[0].unlink(),
    "frequencies empty": lambda: cut(files("frequencies.gz")[0], 0),
    "frequencies cut": lambda: cut(files("frequencies.gz")[0]),
    "frequencies flipped": lambda: flip(files("frequencies.gz")[0]),
    "frequencies a folder": lambda: replaced_by_folder(files("frequencies.gz")[0]),
    "label flipped": lambda: flip(files("label")[0]),
    "label empty": lambda: cut(files("label")[0], 0),
    "segments gone": lambda: shutil.rmtree(files("segments")[0]),
    "contents gone": lambda: files("*.toc")[0].unlink(),
    "contents empty": lambda: cut(files("*.toc")[0], 0),
    "contents flipped": lambda: flip(files("*.toc")[0], 0.9),
    "contents of later": lambda: shutil.copy(
        files("*.toc")[0], files("*.toc")[0].with_name("_MAIN_999.toc")
    ),
    "segment gone": lambda: files("*.seg")[0].unlink(),
    "segment empty": lambda: cut(files("*.seg")[0], 0),
    "segment cut": lambda: cut(files("*.seg")[0]),
    "segment flipped": lambda: flip(files("*.seg")[0]),
    "segment of another": lambda: shutil.copy(files("*.seg")[0], files("*.seg")[1]),
    "segment a folder": lambda: replaced_by_folder(files("*.seg")[0]),
    "deletions gone": lambda: files("*.del")[0].unlink(),
    "deletions flipped": lambda: flip(files("*.del")[0], 0.2),
    "columns gone": lambda: files("*.col")[0].unlink(),
    "columns cut": lambda: cut(files("*.col")[0], 0.9),
}


@pytest.mark.usefixtures("overlaid")
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_mended_while_articles_are_read(damage: str, client: Client) -> None:
    DAMAGES[damage]()
    opened_anew()

    article = Article.objects.order_by("pk")[1]
    assert client.get(article.get_absolute_url(), {"q": "الفرات"}).status_code == 200
    home = client.get("/")
    assert home.status_code == 200
    answer = client.get("/search/", {"q": "منسوب"})
    assert answer.status_code in (200, 503)
    told = "فهرس البحث"
    if answer.status_code == 200:
        assert "نهر دجلة" in answer.content.decode()
    else:
        assert told in answer.content.decode()
        assert told in home.content.decode()
        assert client.get("/health/").status_code == 503
    code, out = checked()
    assert code == 1
    assert out.count("error: ") >= 1

    mend()
    assert checked()[0] == 0
    assert client.get("/health/").json()["status"] == "ok"
    assert titles("منسوب") == sorted(
        ["نهر الفرات الكبير", *(f"نهر {river}" for river in RIVERS[1:])]
    )
    assert index_state(index_home()).serves


@pytest.mark.usefixtures("overlaid")
@pytest.mark.parametrize("block", ["text/docs", "text/positions", "id/terms", "date_sort/numbers"])
def test_what_is_damaged_under_a_running_site_is_no_longer_believed(
    block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engine.columnar_index._LOOK_SECONDS", 0.0)
    right = titles("منسوب")
    flip_block(files("*.seg")[0], block)
    with pytest.raises(IndexUnavailableError):
        titles("منسوب")
    mend(index_home())
    assert titles("منسوب") == right


@pytest.mark.usefixtures("overlaid")
def test_a_segment_that_is_cut_under_a_running_site_ends_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.engine.columnar_index._LOOK_SECONDS", 0.0)
    titles("منسوب")
    cut(files("*.seg")[0], 0)
    with pytest.raises(IndexUnavailableError, match="length"):
        titles("منسوب")


SEEDS = 120
QUESTIONS = ("منسوب", "نهر", '"بعد المطر"', "مجرى", "الفرات", "نه*", "منسوبب~")


def random_damage(folder: Path, seed: int) -> str:
    """Damage one file of the index, another in each seed, and return in words how."""
    choice = random.Random(seed)
    path = choice.choice(sorted(each for each in folder.rglob("*") if each.is_file()))
    raw = bytearray(path.read_bytes())
    kind = choice.choice(["flip", "flip", "flip", "zero", "cut", "gone", "swap", "grow"])
    place = choice.randrange(len(raw)) if raw else 0
    if kind == "flip" and raw:
        raw[place] ^= 1 << choice.randrange(8)
    elif kind == "zero":
        raw[place : place + choice.choice([1, 64, 4096])] = b""
    elif kind == "cut":
        del raw[place:]
    elif kind == "grow":
        raw += bytes(choice.randrange(256) for _ in range(choice.randrange(1, 100)))
    elif kind == "swap":
        raw = bytearray(choice.choice(sorted(folder.rglob("*.*"))).read_bytes())
    if kind == "gone":
        path.unlink()
    else:
        path.write_bytes(raw)
    return f"seed {seed}: {kind} at {place} of {path.name}"


def answers() -> list[object]:
    found: list[object] = []
    for question in QUESTIONS:
        page = search(SearchState().with_text(question))
        facets = [(f.name, [(v.value, v.count) for v in f.values]) for f in page.facets]
        found.append((page.total, [hit.article.pk for hit in page.hits], facets))
    return found


@pytest.mark.usefixtures("overlaid")
def test_of_many_damages_each_is_told_or_harmless(tmp_path: Path) -> None:
    right = answers()
    sound = tmp_path / "sound"
    folder = index_home().folder
    (folder / "MAIN_WRITELOCK").unlink()
    shutil.copytree(folder, sound)
    told = 0
    for seed in range(SEEDS):
        shutil.rmtree(folder)
        shutil.copytree(sound, folder)
        words = random_damage(folder, seed)
        opened_anew()
        try:
            assert answers() == right, words
            unseen = True
        except IndexUnavailableError:
            unseen = False
        is_told = checked()[0] == 1
        assert is_told or unseen, words
        told += is_told
    assert told > SEEDS * 2 // 3


def test_a_restored_archive_without_an_index_gets_one(
    articles: list[Article], client: Client
) -> None:
    shutil.rmtree(index_home().folder)
    opened_anew()
    assert client.get("/search/", {"q": "نهر"}).status_code == 503
    drain_all(index_home())
    assert search(SearchState()).total == len(articles)


@pytest.mark.usefixtures("articles")
def test_an_index_of_another_archive_is_neither_read_nor_replaced() -> None:
    ArchiveIdentity.objects.update(key="0" * 32)
    home = opened_anew()
    folder = (home.folder / "current").read_text()
    with pytest.raises(OtherArchiveError, match="another archive"):
        titles("نهر")
    pointer().unlink()
    with pytest.raises(OtherArchiveError):
        mend()
    assert (home.folder / folder / "label").exists()
    rebuild(opened_anew())
    assert len(titles("نهر")) == 7, "who asks for it gets it"


@pytest.mark.usefixtures("articles")
def test_an_older_program_leaves_a_newer_build_alone() -> None:
    folder = index_home().current().folder
    label = read_label(folder)
    write_label(folder, label._replace(versions=(*label.versions[:3], label.versions[3] + 1)))
    make_article("نهر الأردن")
    with pytest.raises(NewerIndexError, match="newer"):
        mend()
    with pytest.raises(NewerIndexError):
        drain_all(index_home())
    assert OutboxEntry.objects.exists(), "what waits is left to the newer one"
    assert index_home().current().folder == folder


def test_a_program_that_was_replaced_knows_that_it_is_the_older() -> None:
    earlier = BuildLabel("", BuildLabel().successor("").versions, "program of before")
    newer = earlier.successor("")
    assert not earlier.is_newer
    assert "program of before" in newer.replaced
    assert newer._replace(program="later", replaced=(newer.program,)).is_newer


class Tries:
    """Repairs that fail, at times that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        self.begun = 0
        monkeypatch.setattr("search.index.repair.rebuild", self.fail)
        self.repair = Repair(opened_anew(), threading.Event(), clock=lambda: self.now)

    def fail(self, *_arguments: object) -> int:
        self.begun += 1
        raise OSError(5, "Input/output error")

    def mend(self) -> str:
        try:
            self.repair.mend(thorough=False)
        except (OSError, RepairWaitsError) as error:
            return str(error)
        return ""


@pytest.mark.usefixtures("articles")
def test_after_three_tries_the_worker_waits_for_the_operator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pointer().write_text("")
    tries = Tries(monkeypatch)
    assert "Input/output" in tries.mend()
    for pause in PAUSES[1:]:
        assert "soon" in tries.mend()
        tries.now += pause
        assert "Input/output" in tries.mend()
    tries.now += 3600
    assert "run rebuild_index" in tries.mend()
    assert tries.begun == 3
    state = index_state(index_home())
    assert (state.serves, state.tries) == (False, 3)
    assert "Input/output" in state.last_failure

    rebuild(index_home())
    assert tries.mend() == ""
    assert repair_record(index_home().folder).tries == 0


@pytest.mark.usefixtures("articles")
def test_nothing_is_begun_for_which_the_disk_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    pointer().write_text("")
    tries = Tries(monkeypatch)
    monkeypatch.setattr(
        "search.index.repair.shutil.disk_usage",
        lambda _folder: shutil._ntuple_diskusage(10**9, 10**9, 1000),
    )
    assert "make room" in tries.mend()
    assert tries.begun == 0
    assert repair_record(index_home().folder).tries == 0, "that is no try"


@pytest.mark.usefixtures("articles")
def test_what_another_process_has_built_meanwhile_is_not_built_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.index.index_documents.FORMAT", 2)
    first, second = opened_anew(), IndexHome(index_home().folder, holdings=index_home().holdings)
    assert first.outdated
    assert second.outdated
    mend(first)
    built = first.current().folder
    mend(second)
    assert second.current().folder == built


@pytest.mark.usefixtures("articles")
def test_a_rebuild_that_breaks_off_leaves_nothing_behind() -> None:
    home = index_home()
    before = sorted(home.folder.glob("build-*"))

    def fail(_done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        rebuild(home, advance=fail)
    assert sorted(home.folder.glob("build-*")) == before
    assert len(titles("نهر")) == 7
