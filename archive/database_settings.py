"""The database of an archive, from its settings: a file of SQLite, or PostgreSQL by its address."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from archive.errors import ArchiveError
from archive.secret_files import secret_in_file

ADDRESS: Final = "ARCHIVE_DATABASE"
"""The setting that names PostgreSQL's address; unset: SQLite."""
PASSWORD_FILE: Final = "ARCHIVE_DATABASE_PASSWORD_FILE"  # nosec B105  # noqa: S105 - a setting's name
"""The setting that names the file with the password, where the address has none."""
FILE: Final = "archive.sqlite3"
"""The database's name in the archive's folder."""
WAIT_SECONDS: Final = 5
"""For which a request waits for a connection, and a start for the server."""
_SCHEMES: Final = frozenset({"postgres", "postgresql"})
_MOST_CONNECTIONS: Final = 12
"""Of one process: its eight threads, the one that warms caches, and those of a worker."""
_IDLE_SECONDS: Final = 300

_CONNECTION_SECONDS: Final = 600
"""For which a thread keeps its connection: a new one reads the whole schema, two milliseconds, and
what eight old ones held each minute would leave the heap in pieces."""

# The page cache is half of SQLite's usual 2 MB and nothing is mapped: each thread has a connection,
# and the system's own cache of the file serves them all. With more, eight threads grow for hours, as
# each comes upon more of the file, and no page is quicker for it (390 MB, 40,000 articles).
_READING_PRAGMAS: Final = "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1000;"
# WAL lets readers go on while one writer writes; FULL keeps a commit through a power cut, where
# NORMAL would lose the last ones (https://sqlite.org/pragma.html#pragma_synchronous). A load
# lowers it for itself: see ``archive.durability``.
_SQLITE_PRAGMAS: Final = f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_READING_PRAGMAS}"


def database_settings(home: Path) -> dict[str, Any]:
    """Return Django's settings of the database that ``ARCHIVE_DATABASE`` names, else SQLite's.

    Raises ``ArchiveError``.
    """
    address = os.environ.get(ADDRESS, "").strip()
    return postgresql(address, ADDRESS) if address else sqlite(home / FILE)


def postgresql(address: str, setting: str) -> dict[str, Any]:
    """Return the settings of a server's address, ``postgresql://user:password@host:port/name``.

    Its query may hold ``sslmode`` and other parameters of libpq. ``setting`` is named in errors,
    which never hold the password. Raises ``ArchiveError``.
    """
    wrong = ArchiveError(f"{setting}: write postgresql://user:password@host:port/name.")
    try:
        parts = urlsplit(address)
        port = parts.port or ""
    except ValueError:
        raise wrong from None
    if parts.scheme not in _SCHEMES or not parts.path.strip("/") or parts.fragment:
        raise wrong
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise ArchiveError(
            f"{setting}: PostgreSQL needs a package more; call "
            "pip install -r requirements-cluster.txt."
        )
    password = parts.password
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": _password_in_file() if password is None else unquote(password),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_parameters(parts.query, wrong),
            "connect_timeout": WAIT_SECONDS,
            # Threads come and go; each takes a connection for a request and gives it back.
            "pool": {
                "min_size": 1,
                "max_size": _MOST_CONNECTIONS,
                "timeout": WAIT_SECONDS,
                "max_idle": _IDLE_SECONDS,
                # Else the pool waits twice as long after each attempt, minutes in the end, and
                # looks no sooner when the server is back.
                "reconnect_timeout": WAIT_SECONDS,
            },
        },
        # Tests make a database of their own, which sorts as archives do.
        "TEST": {"TEMPLATE": "template0"},
    }


def place_of(settings: dict[str, Any]) -> str:
    """Return where a database lies, without the password."""
    if not settings["ENGINE"].endswith("postgresql"):
        return str(settings["NAME"])
    host = settings["HOST"] or "localhost"
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{host}{port}/{settings['NAME']}"


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a database file; one that cannot be written to can be read."""
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        log = path.with_name(f"{path.name}-wal")
        # Whole by itself, it is read without the files that SQLite would make beside it
        # (https://sqlite.org/uri.html#uriimmutable).
        whole = "" if log.exists() and log.stat().st_size else "&immutable=1"
        name: Path | str = f"file:{quote(str(path))}?mode=ro{whole}"
        mode, pragmas = "DEFERRED", _READING_PRAGMAS
    else:
        name, mode, pragmas = path, "IMMEDIATE", _SQLITE_PRAGMAS
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": _CONNECTION_SECONDS,
        "OPTIONS": {
            "transaction_mode": mode,
            "timeout": 30,
            "init_command": pragmas,
        },
    }


def _parameters(query: str, wrong: ArchiveError) -> dict[str, str]:
    """Return the parameters of an address for libpq, such as ``sslmode``. Raises ``wrong``."""
    found = {}
    for pair in filter(None, query.split("&")):
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier() or "password" in name:
            raise wrong
        found[name] = unquote(value)
    return found


def _password_in_file() -> str:
    named = os.environ.get(PASSWORD_FILE, "").strip()
    return secret_in_file(PASSWORD_FILE, named) if named else ""
