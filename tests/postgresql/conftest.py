"""Archives on a PostgreSQL server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.database_server import DatabaseServer
from tests.processes import Environment, manage


@pytest.fixture(scope="session")
def template(
    database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> DatabaseServer:
    """The server, with the database ``prepared`` that holds an empty archive."""
    environment = {
        **os.environ,
        "ARCHIVE_HOME": str(tmp_path_factory.mktemp("prepared")),
        "ARCHIVE_DATABASE": database_server.new("prepared"),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    made = manage(environment, "migrate", "--verbosity=0", "--skip-checks")
    assert made.returncode == 0, made.stderr
    return database_server


@pytest.fixture
def archive(template: DatabaseServer, tmp_path: Path) -> Environment:
    """An empty archive on PostgreSQL."""
    home = tmp_path / "archive"
    home.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "ARCHIVE_HOME": str(home),
        "ARCHIVE_DATABASE": template.new(options="TEMPLATE prepared"),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Sixty documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(60):
        text = f"وصل القطار رقم {number} إلى المحطة\nالاثنين 13 أيار 2024\nقال السائق إن الرحلة {number} كانت طويلة.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder
