"""A start on PostgreSQL tells in one sentence what is wrong, names the setting, and touches nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.database_server import DatabaseServer
from tests.processes import Environment, manage

pytestmark = pytest.mark.cluster


def _start(environment: Environment, **changed: str) -> str:
    """Return the last line of what a command says that cannot start."""
    ended = manage({**environment, **changed}, "index_worker", "--once")
    assert ended.returncode == 1, ended.stdout
    assert "Traceback" not in ended.stderr
    return ended.stderr.strip().splitlines()[-1]


def test_a_wrong_password(archive: Environment, template: DatabaseServer) -> None:
    said = _start(archive, ARCHIVE_DATABASE=template.address("prepared", "nimmermehr"))
    assert "ARCHIVE_DATABASE: postgresql://127.0.0.1" in said
    assert "the server refuses the password; mend ARCHIVE_DATABASE" in said
    assert "nimmermehr" not in said


def test_a_wrong_address(archive: Environment) -> None:
    said = _start(archive, ARCHIVE_DATABASE="postgresql://khizana:geheim@127.0.0.1:9/news")
    assert "ARCHIVE_DATABASE: postgresql://127.0.0.1:9/news: no connection" in said
    assert "geheim" not in said


def test_a_database_that_is_not_there(archive: Environment, template: DatabaseServer) -> None:
    said = _start(archive, ARCHIVE_DATABASE=template.address("absent"))
    assert "createdb --template=template0 --encoding=UTF8 --locale=C absent" in said


def test_a_database_that_sorts_otherwise(archive: Environment, template: DatabaseServer) -> None:
    address = template.new(
        "latin", "TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    assert "its texts are in LATIN1" in _start(archive, ARCHIVE_DATABASE=address)


def test_a_database_of_another_archive(archive: Environment, template: DatabaseServer) -> None:
    home = Path(archive["ARCHIVE_HOME"])
    (home / "database_identity").write_text("0123456789abcdef" * 2, encoding="ascii")
    assert "holds another archive than" in _start(archive)
    assert "holds no archive" in _start(archive, ARCHIVE_DATABASE=template.new())


def test_the_password_may_stand_in_a_file(
    archive: Environment, template: DatabaseServer, tmp_path: Path
) -> None:
    address = archive["ARCHIVE_DATABASE"].replace(f":{template.password}@", "@")
    file = tmp_path / "password"
    file.write_text(f"{template.password}\n")
    environment = {**archive, "ARCHIVE_DATABASE": address}
    ended = manage(
        {**environment, "ARCHIVE_DATABASE_PASSWORD_FILE": str(file)}, "index_worker", "--once"
    )
    assert ended.returncode == 0, ended.stderr
    assert "refuses the password" in _start(environment)
    absent = _start(environment, ARCHIVE_DATABASE_PASSWORD_FILE=str(tmp_path / "absent"))
    assert "No such file" in absent


def test_backups_are_the_servers_own(archive: Environment, tmp_path: Path) -> None:
    refused = manage(archive, "backup", str(tmp_path / "backups"))
    assert refused.returncode == 1
    assert "pg_dump" in refused.stderr
    assert "captures" in refused.stderr
