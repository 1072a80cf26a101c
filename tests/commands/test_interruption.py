"""Ctrl-C ends long work in one sentence, with the code of interrupted programs; it goes on later."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.forked_commands import ForkedCommand
from tests.processes import Environment, command, manage, new_archive, started, wait_for

pytestmark = pytest.mark.fault

DOCUMENTS = 400
"""More than one process reads."""
ENDS_WITHIN = 60.0
INTERRUPTED = 130
COMMANDS = {
    "rebuild_index": ["--noinput"],
    "reparse_articles": [],
    "load_articles": ["{news}"],
    "backup": ["{backups}"],
    "recognise_entities": [],
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of some hundred articles, and documents that it does not have."""
    folder = tmp_path_factory.mktemp("interrupted")
    for name in ("first", "news"):
        lines = [
            {
                "id": f"{name}-{number}",
                "title": f"افتتاح مكتبة في القرية {number}",
                "text": f"افتتحت لجنة القرية {number} مكتبة جديدة قرب الساحة في حلب. " * 8,
            }
            for number in range(DOCUMENTS)
        ]
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    environment = new_archive(folder / "archive")
    assert manage(environment, "load_articles", str(folder / "first.jsonl")).returncode == 0
    return folder


def begun(process: int) -> bool:
    """Return whether a process has come to its own code: Python itself is loaded."""
    try:
        return "lib-dynload" in Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return True


def at_once(environment: Environment, said: BinaryIO, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command with an interpreter of its own, and wait until that runs it."""
    process = subprocess.Popen(
        command(*arguments),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=said,
        start_new_session=True,
    )
    wait_for(lambda: begun(process.pid))
    return process


def interrupt(environment: Environment, after: float, *arguments: str) -> tuple[int, str]:
    """Start a command, press Ctrl-C after so many seconds; return its code and what it said."""
    process: subprocess.Popen[bytes] | ForkedCommand
    with tempfile.TemporaryFile() as said:
        if after:
            process = started(environment, *arguments, errors=said)
        else:
            process = at_once(environment, said, *arguments)
        time.sleep(after)
        # As a terminal does: every process of the foreground is told.
        with suppress(ProcessLookupError):  # It had ended by then.
            os.killpg(process.pid, signal.SIGINT)
        code = process.wait(ENDS_WITHIN)
        said.seek(0)
        return code, said.read().decode()


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_ends_a_long_command_in_one_sentence_and_it_goes_on(
    loaded: Path, tmp_path: Path, name: str
) -> None:
    shutil.copytree(loaded / "archive", tmp_path / "archive")
    environment = {**os.environ, "ARCHIVE_HOME": str(tmp_path / "archive")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    places = {"news": loaded / "news.jsonl", "backups": tmp_path / "backups"}
    arguments = [name, *(each.format(**places) for each in COMMANDS[name])]
    after, interrupted = 0.0, 0
    while True:
        code, said = interrupt(environment, after, *arguments)
        assert "Traceback" not in said
        assert "Exception" not in said
        if code == 0:
            break
        assert code == INTERRUPTED, said
        told = [line for line in said.splitlines() if not line.startswith("archive ")]
        assert told == ["interrupted; run the same command again to go on."]
        interrupted += 1
        after = max(2 * after, 0.5)
    assert interrupted
    checked = manage(environment, "check_archive")
    assert "errors: 0" in checked.stdout
