"""Whatever fails while an archive works: what was acknowledged is there, and all of it agrees."""

from __future__ import annotations

import pytest

from tests.fault.library import built, compiler, runs, scratch
from tests.processes import empty_archive

pytestmark = pytest.mark.fault

SEEDS = 200


def outcome(first: int, end: int, *, preload: bool) -> tuple[int, str]:
    with scratch() as folder:
        library, tables = built(folder) if preload else None, empty_archive() / "archive.sqlite3"
        started = runs(folder / "runs", first, end, library, tables)
        printed, _errors = started.communicate(timeout=900)
        assert f"{end - first} runs: 0 lost anything" in printed, printed
    return started.returncode, printed


@pytest.mark.skipif(compiler() is None, reason="no C compiler to build the library of faults with")
def test_nothing_acknowledged_is_lost_by_faults_of_the_disk() -> None:
    code, printed = outcome(0, SEEDS, preload=True)
    assert code == 0
    for what in ("killed", "faults told", "backed up", "restored", "withdrawn"):
        assert what in printed


def test_nothing_acknowledged_is_lost_by_killed_processes() -> None:
    code, _printed = outcome(0, 20, preload=False)
    assert code == 0
