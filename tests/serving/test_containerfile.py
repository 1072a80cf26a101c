"""The example of a container: what it copies is enough, and its commands serve the site."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import wait_for

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "docs/deploy/Containerfile").read_text(encoding="utf-8").splitlines()


def instructions(name: str) -> list[str]:
    """Return what stands behind each instruction of a name."""
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def copied(folder: Path) -> None:
    """Copy what the file copies, and nothing else."""
    for instruction in instructions("COPY"):
        *sources, target = instruction.split()
        for source in sources:
            if (ROOT / source).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, folder / target, ignore=ignored)
            else:
                shutil.copy(ROOT / source, folder / target)


def words(instruction: str, port: int) -> list[str]:
    """Return the words of a command in JSON, for the interpreter and a free port of this machine."""
    found = [
        re.sub(r"\bpython (?=manage)", f"{sys.executable} ", each).replace("8000", str(port))
        for each in json.loads(instruction)
    ]
    found[0] = sys.executable if found[0] == "python" else found[0]
    return found


def test_what_it_copies_serves_the_site_and_its_health_check_passes(tmp_path: Path) -> None:
    program, home = tmp_path / "program", tmp_path / "home"
    program.mkdir()
    home.mkdir(mode=0o700)
    copied(program)
    files = sorted(program.rglob("*"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "ARCHIVE_HOME": str(home),
        # As behind a proxy: the health check comes to another name than readers.
        "ARCHIVE_ALLOWED_HOSTS": "archive.example.org",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    (serve,) = (each for each in instructions("CMD") if "serve" in each)
    (health,) = (each.partition("CMD ")[2] for each in instructions("HEALTHCHECK"))
    shell, option, script = words(serve, port)
    assert script.endswith("--host 0.0.0.0")
    site = subprocess.Popen(
        [shell, option, f"{script} --port {port}"],
        cwd=program,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def healthy() -> bool:
        assert site.poll() is None
        asked = subprocess.run(
            words(health, port), env=environment, capture_output=True, check=False
        )
        return asked.returncode == 0

    try:
        wait_for(healthy)
    finally:
        site.terminate()
        assert site.wait(60) == 0
    assert sorted(program.rglob("*")) == files
    assert (home / "archive.sqlite3").exists()
    assert instructions("VOLUME") == ["/srv/khizana"]
    assert any("ARCHIVE_HOME=/srv/khizana " in each for each in instructions("ENV"))
