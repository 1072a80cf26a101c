"""The round through the files of the index: it finds what nobody asks for, and costs nothing."""

from __future__ import annotations

import pytest

from archive.models import Article
from search.contract import IndexUnavailableError
from search.index.slow_check import SHARE, SlowCheck
from tests.index.folder_home import columnar_home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


class Clock:
    """The time and the processor time that a test lets go by."""

    def __init__(self) -> None:
        self.now = self.spent = 0.0

    def cost(self) -> float:
        self.spent += 0.002
        return self.spent


def rounds(check: SlowCheck, clock: Clock, seconds: int) -> None:
    for _second in range(seconds):
        clock.now += 1.0
        check.step()


@pytest.mark.usefixtures("articles")
def test_a_changed_byte_that_no_search_reads_is_found() -> None:
    clock = Clock()
    check = SlowCheck(columnar_home(), lambda: clock.now, clock.cost)
    rounds(check, clock, 30)
    path = max(columnar_home().folder.rglob("*.seg"), key=lambda each: each.stat().st_size)
    raw = bytearray(path.read_bytes())
    raw[64] ^= 1
    path.write_bytes(raw)
    with pytest.raises(IndexUnavailableError, match=path.name):
        rounds(check, clock, 60)


def test_it_takes_no_more_than_its_share(articles: list[Article]) -> None:
    assert articles
    clock = Clock()
    check = SlowCheck(columnar_home(), lambda: clock.now, clock.cost)
    rounds(check, clock, 10_000)
    assert clock.spent / clock.now <= 2 * SHARE  # The test's clock counts each step twice.
