"""The load by which memory is judged finds nothing wrong with a small archive, and sees what is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.__main__ import faults_of, load, make_archive, served, table
from tests.load.memory import Sample, as_lines
from tests.load.visitors import Journal

SECONDS = 12.0


@pytest.mark.fault
def test_readers_and_an_editor_meet_no_error(tmp_path: Path) -> None:
    with served(make_archive(tmp_path, 100)) as (port, process):
        journal, curve = load(port, process, readers=8, seconds=SECONDS)
    assert journal.errors == []
    assert journal.pages > 10
    assert journal.found_after
    assert curve[-1].web >= curve[-1].web_anonymous > 10_000
    assert curve[-1].worker > 10_000
    assert "| search |" in table(journal, curve, SECONDS)


def test_memory_that_grows_is_a_fault() -> None:
    curve = [Sample(second, 0, 100_000 + second * 20, 0, 50_000, 0) for second in range(0, 600, 5)]
    journal = Journal(found_after=[0.1])
    (fault,) = faults_of(journal, curve, 600)
    assert fault.startswith("memory of web grew by 7.")
    assert as_lines(curve).count("\n") == len(curve) + 1
    level = [Sample(second, 0, 100_000, 0, 50_000, 0) for second in range(0, 600, 5)]
    assert faults_of(journal, level, 600) == []
    assert faults_of(Journal(), level, 600) == ["no edit was found"]
