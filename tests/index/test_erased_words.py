"""What a withdrawn article alone had written is in no file of the index; the rest stays there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.captures.withdrawal import withdraw
from archive.models import OutboxEntry
from search.index.rebuild import rebuild
from search.index.worker import drain, drain_all
from tests.factories import make_article
from tests.fault.losses import unequal
from tests.index.folder_home import columnar_home

pytestmark = pytest.mark.django_db

WORD = "كرشطبوغ"


def held(home: Path, word: str) -> list[str]:
    """Return the files of the index that hold a word, packed or not."""
    found = []
    for path in (each for each in (home / "index").rglob("*") if each.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        if word.encode() in content:
            found.append(path.name)
    return found


def segments(home: Path) -> set[int]:
    return {path.stat().st_ino for path in (home / "index").rglob("*.seg")}


def test_no_segment_without_the_article_is_written_anew(archive_home: Path) -> None:
    goes = make_article("خبر يذهب", f"نص فيه {WORD} ثم {WORD}.")
    rebuild(columnar_home())
    make_article("خبر يبقى", "نص يبقى في الأرشيف.")
    drain(columnar_home())
    before = segments(archive_home)
    assert len(before) == 2
    assert held(archive_home, WORD)
    withdraw(goes.capture, "خصوصية")
    drain_all(columnar_home())
    assert held(archive_home, WORD) == []
    assert segments(archive_home) < before
    assert not OutboxEntry.objects.exists()


@pytest.mark.usefixtures("archive_home")
@pytest.mark.parametrize("beside", [f"و{WORD}", f"{WORD}ات", f"بال{WORD}", f"{WORD}ها"])
def test_words_that_were_read_by_it_are_read_anew(beside: str) -> None:
    goes = make_article("خبر يذهب", f"نص فيه {WORD} " * 40)
    make_article("خبر يبقى", f"نص فيه {beside} وحده.")
    make_article("خبر آخر", "نص لا شيء فيه منه.")
    rebuild(columnar_home())
    withdraw(goes.capture, "خصوصية")
    drain_all(columnar_home())
    opened, snapshot = columnar_home().read()
    assert opened.analyzer.frequencies.count(WORD) == 0
    assert snapshot.document_count == 2
    assert unequal(columnar_home()) == []
    assert not columnar_home().outdated
