"""Whatever fails while an archive works: what was acknowledged is there, and all of it agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fault.library import built, compiler, runs

pytestmark = pytest.mark.fault

SEEDS = 200


def outcome(folder: Path, first: int, end: int, library: Path | None) -> tuple[int, str]:
    started = runs(folder, first, end, library)
    printed, _errors = started.communicate(timeout=900)
    return started.returncode, printed


@pytest.mark.skipif(compiler() is None, reason="no C compiler to build the library of faults with")
def test_nothing_acknowledged_is_lost_by_faults_of_the_disk(tmp_path: Path) -> None:
    code, printed = outcome(tmp_path / "runs", 0, SEEDS, built(tmp_path))
    assert f"{SEEDS} runs: 0 lost anything" in printed, printed
    assert code == 0
    assert "killed" in printed
    assert "faults told" in printed


def test_nothing_acknowledged_is_lost_by_killed_processes(tmp_path: Path) -> None:
    code, printed = outcome(tmp_path / "runs", 0, 20, None)
    assert "20 runs: 0 lost anything" in printed, printed
    assert code == 0
