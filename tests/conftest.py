"""What all tests share: an archive of their own, the real documents, and how to explore.

Property tests see the same examples in every run, unless the profile ``explore`` is chosen
(``make fuzz``, ``--hypothesis-profile=explore`` or ``KHIZANA_HYPOTHESIS=explore``).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from archive.arabic.frequencies import FrequencyTable
from archive.entities.gazetteer import gazetteer
from archive.environment import PublicAddress
from archive.ingest.loading import LoadReport
from search.suggest import entity_names, name_words, suggester
from tests import database_server as database_servers
from tests.database_server import DatabaseServer, programs
from tests.processes import PREPARED, empty_archive

hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile(
    "explore",
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile(os.environ.get("KHIZANA_HYPOTHESIS", "ci"))


def _remember_frequencies() -> None:
    """Make each table of word frequencies once: most archives of the tests have the same.

    A table has a quarter of a million words and never changes.
    """
    combined_with = FrequencyTable.combined_with

    @lru_cache(maxsize=8)
    def combined(table: FrequencyTable, counts: frozenset[tuple[str, int]]) -> FrequencyTable:
        return combined_with(table, dict(counts))

    def remembered(self: FrequencyTable, counts: Mapping[str, int]) -> FrequencyTable:
        return combined(self, frozenset(counts.items()))

    read = lru_cache(maxsize=8)(FrequencyTable.from_bytes)
    replaced = pytest.MonkeyPatch()
    replaced.setattr(FrequencyTable, "combined_with", remembered)
    replaced.setattr(FrequencyTable, "from_bytes", staticmethod(read))


def _remember_names() -> None:
    """Read the shipped names, and lay out each entity's for suggestions, once a process.

    Every index of a test would do so anew for thousands of entities, to the same end.
    """
    prominent, shipped = name_words.prominent_entries, gazetteer.shipped_entries
    entries = entity_names._entries
    replaced = pytest.MonkeyPatch()
    replaced.setattr(entity_names, "prominent_entries", cache(lambda: tuple(prominent())))
    replaced.setattr(entity_names, "_entries", cache(lambda entity: tuple(entries(entity))))
    replaced.setattr(suggester, "shipped_entries", cache(lambda: tuple(shipped())))


_remember_frequencies()
_remember_names()

_LONG: Final = ("fault", "browser")
"""Marks of tests that take seconds each."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of prepared archives, of which each process of this run takes copies."""
    if PREPARED not in os.environ:
        folder = tempfile.mkdtemp(prefix="khizana-prepared-")
        os.environ[PREPARED] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first: two processes then end at about the same time."""
    if os.environ.get("KHIZANA_TEST_DATABASE"):
        # Another database changes nothing for the rest.
        items[:] = [item for item in items if _uses_database(item)]
    items.sort(key=lambda item: not any(map(item.get_closest_marker, _LONG)))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """The tables of the tests, copied: all migrations run once for all processes of this run."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings")  # A name for each process.
    with django_db_blocker.unblock():
        created = (
            _copied_database()
            if connection.vendor == "sqlite"
            else setup_databases(verbosity=0, interactive=False)
        )
    yield
    with django_db_blocker.unblock():
        teardown_databases(created, verbosity=0)


def _copied_database() -> list[tuple[Any, str, bool]]:
    """Return what was made, as ``setup_databases`` does."""
    creation: Any = connection.creation
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = creation._create_test_db(0, autoclobber=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(empty_archive() / "archive.sqlite3")) as made:
        made.backup(connection.connection)
    return [(connection, before, True)]


def _uses_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None


@pytest.fixture
def english(client: Client) -> Client:
    """A reader who chose English."""
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def public_url(settings: Any) -> str:
    """An archive that readers find at this address."""
    settings.ARCHIVE_PUBLIC_URL = PublicAddress("https://archive.example", "archive.example", "")
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "archive.example"]
    return "https://archive.example"


@pytest.fixture
def archive_home(tmp_path: Path, settings: Any) -> Path:
    """An empty archive's folder; index and captures of this test go there."""
    home = tmp_path / "archive"
    home.mkdir()
    settings.ARCHIVE_HOME = home
    return home


@pytest.fixture
def load(db: None, archive_home: Path) -> Callable[..., LoadReport]:
    """Load paths into this test's archive and index them."""
    from django.core.management import call_command

    from archive.ingest.run import load_paths

    def run(*paths: Path) -> LoadReport:
        report = load_paths([str(path) for path in paths])
        call_command("index_worker", once=True, verbosity=0)
        return report

    return run


@pytest.fixture(scope="session")
def database_server() -> Iterator[DatabaseServer]:
    """A PostgreSQL server; its tests bear the mark ``cluster``."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with database_servers.database_server() as server:
        yield server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and data; its tests are skipped where it is absent."""
    folder = Path(django_settings.KHIZANA_SHARED)
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no real documents at {folder} (set KHIZANA_SHARED)")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The five real documents."""
    return shared / "seeds"


@pytest.fixture(scope="session")
def expected_seeds(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """What the five real documents hold, read by hand."""
    expected = json.loads((shared / "expected" / "seeds.json").read_text(encoding="utf-8"))
    return {name: articles for name, articles in expected.items() if not name.startswith("_")}
