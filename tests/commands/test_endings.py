"""Commands that cannot go on end in one sentence; folders that cannot be written to are read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.database_settings import database_settings
from tests.fault.library import built, compiler
from tests.processes import Environment, command, environment_of, manage, new_archive

pytestmark = pytest.mark.fault

TEXT = "قلعة على تلة\n\nتاريخ النشر: 2 تموز 2018\n\nرمّم فريق من المهندسين قلعة قديمة على تلة."
FILL = """
import ctypes, os, runpy, sys
library = ctypes.CDLL(None)
library.faults_arm(os.fsencode(os.environ["ARCHIVE_HOME"]), 2, ctypes.c_long(int(sys.argv.pop(1))),
                   ctypes.c_long(1 << 40), ctypes.c_uint(1))
sys.argv[0] = "manage.py"
runpy.run_path("manage.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with an article."""
    folder = tmp_path_factory.mktemp("loaded")
    environment = new_archive(folder / "archive")
    (folder / "castle.txt").write_text(TEXT, encoding="utf-8")
    assert manage(environment, "load_articles", str(folder / "castle.txt")).returncode == 0
    return folder / "archive"


@pytest.fixture
def environment(loaded: Path, tmp_path: Path) -> Environment:
    """A copy of that archive."""
    shutil.copytree(loaded, tmp_path / "archive")
    return environment_of(tmp_path / "archive")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of faults, built."""
    return built(tmp_path_factory.mktemp("faults"))


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence that a command ended with."""
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("archive ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.skipif(compiler() is None, reason="no C compiler to build the library of faults with")
@pytest.mark.parametrize("at", [1, 4])
@pytest.mark.parametrize("act", ["rebuild_index", "index_worker", "load_articles"])
def test_a_full_disk_ends_a_command_in_one_sentence(
    environment: Environment, faults: Path, tmp_path: Path, act: str, at: int
) -> None:
    (tmp_path / "tower.txt").write_text(TEXT.replace("قلعة", "برج"), encoding="utf-8")
    if act == "index_worker":
        manage(environment, "load_articles", "--no-index", str(tmp_path / "tower.txt"))
    arguments = {"index_worker": ["--once"], "load_articles": [str(tmp_path / "tower.txt")]}
    done = subprocess.run(
        [*command()[:1], "-c", FILL, str(at), act, *arguments.get(act, [])],
        env=environment | {"LD_PRELOAD": str(faults)},
        cwd=Path(command()[1]).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    sentence = said(done)
    assert any(cause in sentence for cause in ("No space left", "Input/output error", "disk"))

    assert manage(environment, "load_articles", str(tmp_path / "tower.txt")).returncode == 0
    checked = manage(environment, "check_archive")
    assert "articles: 2; errors: 0" in checked.stdout


def test_a_load_beside_a_damaged_index_is_reported_and_kept(
    environment: Environment, tmp_path: Path
) -> None:
    (Path(environment["ARCHIVE_HOME"]) / "index" / "current").write_text("")
    (tmp_path / "tower.txt").write_text(TEXT.replace("قلعة", "برج"), encoding="utf-8")
    done = manage(environment, "load_articles", str(tmp_path / "tower.txt"))
    assert done.returncode == 1
    assert "articles: 1 new" in done.stdout
    assert "not yet indexed" in said(done)
    assert "index" in said(manage(environment, "search_articles", "برج"))
    assert manage(environment, "rebuild_index").returncode == 0
    assert manage(environment, "search_articles", "برج").stdout.startswith("1\n")


def can_mount() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(
            ["unshare", "-m", "true"], capture_output=True, check=False
        ).returncode
    )


@pytest.mark.skipif(not can_mount(), reason="no folder can be made read-only by this account")
def test_a_folder_that_cannot_be_written_to_is_read(environment: Environment) -> None:
    home = environment["ARCHIVE_HOME"]
    mounted = f"mount --bind {home} {home} && mount -o remount,bind,ro {home} && exec "

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", mounted + " ".join(command(*arguments))],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    found = run("search_articles", "قلعة")
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("1\n")
    assert "errors: 0" in run("check_archive").stdout
    assert "Read-only" in said(run("rebuild_index"))


def test_a_database_that_cannot_be_written_to_is_opened_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archive.sqlite3").touch()
    assert database_settings(tmp_path)["NAME"] == tmp_path / "archive.sqlite3"
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    settings = database_settings(tmp_path)
    assert str(settings["NAME"]).endswith("?mode=ro&immutable=1")
    assert "journal_mode" not in settings["OPTIONS"]["init_command"]


def test_a_reader_who_has_enough_ends_an_export_without_a_word(environment: Environment) -> None:
    words = " ".join(command("export_articles"))
    done = subprocess.run(
        ["sh", "-c", f"{words} | head -c 10 >/dev/null"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
