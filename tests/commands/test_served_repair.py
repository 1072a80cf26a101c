"""A served site whose index is damaged is right again by itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.error
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings

from search.index.columnar_home import ColumnarHome
from tests.commands.test_serve import Site, until
from tests.processes import new_site

pytestmark = pytest.mark.fault

ARTICLES = 2000
MINUTE = 60.0
FILL = f"""
import django
django.setup()
from archive.models import Article, Capture
from search.index.index_home import index_home
from search.index.rebuild import rebuild
capture = Capture.objects.create(
    uri="a.txt", document="a.txt", sha256="0" * 64, size=1, media_type="text/plain", charset="utf-8"
)
words = ["تشجير", "شارع", "بلدية", "حديقة", "مكتبة", "جسر", "نهر", "قلعة", "سوق", "ميناء"]
Article.objects.bulk_create([
    Article(
        public_id=f"art{{n:06d}}", capture=capture, position=n, title=f"خبر عن {{words[n % 10]}}",
        body=" ".join(words[n * step % 10] for step in range(1, 60)),
    )
    for n in range({ARTICLES})
])
rebuild(index_home())
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an archive of two thousand articles with their index."""
    site = Site(tmp_path_factory.mktemp("filled") / "archive")
    new_site(site.home)
    subprocess.run(
        [sys.executable, "-c", FILL], cwd=settings.BASE_DIR, env=site.environment, check=True
    )
    return Path(site.environment["ARCHIVE_HOME"])


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of those articles, not yet served."""
    site = Site(tmp_path / "archive")
    shutil.copytree(filled, tmp_path / "archive")
    yield site
    if site.process is not None:
        site.process.terminate()
        site.process.wait(60)


def flip_segments(build: Path) -> None:
    """Spoil every segment as a failing disk does, throughout."""
    for path in build.rglob("*.seg"):
        with path.open("r+b") as file:
            for place in range(4096, path.stat().st_size - 65536, 65536):
                file.seek(place)
                file.write(b"\xa5" * 512)


def cut_segments(build: Path) -> None:
    for path in build.rglob("*.seg"):
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "flipped": flip_segments,
    "cut": cut_segments,
    "pointer empty": lambda build: build.with_name("current").write_text(""),
}


def answer(site: Site) -> list[str]:
    """Return what a search for one word in ten finds: nothing where none is answered."""
    try:
        page = site.get("/search/?q=%D9%85%D9%8A%D9%86%D8%A7%D8%A1")
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.SERVICE_UNAVAILABLE:
            return []
        raise
    return [*re.findall("/article/[a-z0-9]+/", page), *re.findall("<h1.*?</h1>", page, re.S)]


def test_an_index_damaged_before_the_start_is_right_within_a_minute(site: Site) -> None:
    home = ColumnarHome(Path(site.environment["ARCHIVE_HOME"]) / "index")
    DAMAGES["pointer empty"](home.current().folder)
    site.start()
    assert until(lambda: answer(site), MINUTE), "no answer within a minute"
    assert site.get("/article/art000001/")


@pytest.mark.parametrize("damage", ["flipped", "cut"])
def test_an_index_damaged_while_it_serves_is_right_within_a_minute(site: Site, damage: str) -> None:
    site.start()
    right = answer(site)
    assert right
    home = ColumnarHome(Path(site.environment["ARCHIVE_HOME"]) / "index")
    before = home.current_name()
    assert before is not None
    DAMAGES[damage](home.folder / before)
    assert until(lambda: answer(site) and home.current_name() != before, MINUTE)
    assert answer(site) == right
    assert site.process is not None
    assert site.process.poll() is None
    assert "ok" in site.get("/health/")
