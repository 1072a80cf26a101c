"""An archive of a few records with a folder for its backups, worked on by real commands."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from tests.processes import Environment, manage, new_archive, wait_for


class World:
    """An archive of some records, and a folder for its backups."""

    def __init__(self, place: Path, template: Path | None = None) -> None:
        self.place = place
        self.home = place / "archive"
        self.backups = place / "backups"
        if template is None:
            self.environment = new_archive(self.home)
            self.load(1, 40)
        else:
            shutil.copytree(template, self.home)
            self.environment = {**os.environ, "ARCHIVE_HOME": str(self.home)}
            self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def load(self, first: int, last: int) -> None:
        rows = (
            {"url": f"https://example.org/{n}", "title": f"خبر {n}", "text": f"نص الخبر رقم {n}."}
            for n in range(first, last + 1)
        )
        path = self.place / f"records{first}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert self.run("load_articles", str(path)).returncode == 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return manage(self.environment, *arguments)

    def backup(self) -> subprocess.CompletedProcess[str]:
        done = self.run("backup", str(self.backups))
        if done.returncode == 0:
            # Names of backups tell seconds.
            newest = self.names()[-1]
            wait_for(lambda: _stamp() > newest)
        return done

    def names(self) -> list[str]:
        return sorted(each.name for each in self.backups.glob("*Z"))

    def restored(self, name: str = "again", *options: str) -> tuple[Environment, str]:
        """Restore into a new home; return its environment and what was said."""
        environment = {**self.environment, "ARCHIVE_HOME": str(self.place / name)}
        done = manage(environment, "restore", str(self.backups), *options)
        return environment, done.stdout + done.stderr


def _stamp() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def query(environment: Environment, question: str) -> list[tuple[object, ...]]:
    path = Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3"
    with sqlite3.connect(path) as database:
        return list(database.execute(question))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)
