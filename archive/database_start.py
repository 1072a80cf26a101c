"""Whether the database is the archive's: asked once at each start, answered in one sentence.

Where it is not, nothing is touched. Answers name the setting, never the password.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.database_settings import ADDRESS, PASSWORD_FILE, place_of
from archive.errors import ArchiveError
from archive.models.identity import ArchiveIdentity

IDENTITY_FILE: Final = "database_identity"
"""The file in the archive's folder that holds the key of the archive whose database is elsewhere."""
MOVE_TABLE: Final = "archive_move"
"""The table that stands in a database of PostgreSQL while an archive is being moved to it."""
LEAST_VERSION: Final = 150_000
"""Of the server, as libpq counts: 15.0."""
_SORTS_BY_CODE_POINT: Final = frozenset({"C", "POSIX", "C.UTF-8", "C.UTF8", "C.utf8"})
"""Collations that sort as SQLite does, and Python."""
_CREATE: Final = (
    "createdb --template=template0 --encoding=UTF8 --locale=C {name} (as a user who may create it)"
)
_REASONS: Final = {
    "28P01": f"the server refuses the password; mend {ADDRESS} or {PASSWORD_FILE}.",
    "28000": "the server lets this user not in; mend the user's name, or pg_hba.conf there.",
    "3D000": f"the server has no such database; make it with: {_CREATE}",
    "53300": "the server takes no more connections; raise its max_connections.",
    "57P03": "the server is starting or stopping; start again when it is there.",
    "42501": "the user may not use the tables; make it the owner of the database.",
}
"""What to say of SQLSTATE codes (PostgreSQL's manual, appendix A)."""


def check_database() -> None:
    """Ask whether the database is there and holds this archive, whole, and for good.

    Raises ``ArchiveError``: a server cannot be reached, refuses, is too old, sorts otherwise, or
    holds another archive than the folder; the archive has moved elsewhere, or only half of it here.
    """
    if connection.vendor == "postgresql":
        _ask_server()
        _compare_identity()
    _refuse_moved()


def reach_database() -> None:
    """Ask only whether the database answers and can be used. Raises ``ArchiveError``."""
    if connection.vendor == "postgresql":
        _ask_server()


def answers() -> bool:
    """Return whether a PostgreSQL server answers now."""
    import psycopg

    try:
        psycopg.connect(**_direct()).close()
    except psycopg.Error:
        return False
    return True


def keep_identity() -> None:
    """Note in the archive's folder which archive its database holds, once it has tables.

    Raises ``ArchiveError`` where it holds another.
    """
    if connection.vendor == "postgresql":
        _compare_identity()
        _identity_file().write_text(f"{ArchiveIdentity.current()}\n", encoding="ascii")


def _ask_server() -> None:
    """Ask with a connection of its own: the pool does not say why there is none."""
    import psycopg

    place = place_of(connection.settings_dict)
    try:
        with psycopg.connect(**_direct()) as asked:
            _check_server(asked, place, str(connection.settings_dict["NAME"]))
    except psycopg.Error as error:
        raise ArchiveError(f"{ADDRESS}: {place}: {_in_words(error)}") from None


def _direct() -> dict[str, Any]:
    """Return what a connection beside the pool is made with."""
    import psycopg

    told = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    told.pop("pool", None)
    return told


def _check_server(asked: Any, place: str, name: str) -> None:
    if asked.info.server_version < LEAST_VERSION:
        raise ArchiveError(
            f"{ADDRESS}: {place}: this is PostgreSQL {asked.info.server_version // 10_000}; "
            f"{LEAST_VERSION // 10_000} or newer is needed."
        )
    collation, encoding = asked.execute(
        "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    if encoding != "UTF8" or collation not in _SORTS_BY_CODE_POINT:
        raise ArchiveError(
            f"{ADDRESS}: {place}: its texts are in {encoding} and sorted by {collation}; titles "
            f"would stand in another order. Make one with: {_CREATE.format(name=name)}"
        )


def _refuse_moved() -> None:
    """Raise ``ArchiveError`` where the archive's records are elsewhere, or not all of them here."""
    try:
        moved_to = ArchiveIdentity.objects.values_list("moved_to", flat=True).first()
        is_half = connection.vendor == "postgresql" and is_half_moved(connection)
    except DatabaseError:
        return  # It has no tables as yet, or those of an earlier version; others tell of damage.
    place = place_of(connection.settings_dict)
    if moved_to:
        way = f"set {ADDRESS} to it" if moved_to.startswith("postgresql:") else f"unset {ADDRESS}"
        raise ArchiveError(f"{place}: this archive was moved to {moved_to}; {way}.")
    if is_half:
        raise ArchiveError(
            f"{ADDRESS}: {place}: the move of an archive to it has not come to its end. Call "
            "manage.py migrate_storage again, with the old setting, and it goes on."
        )


def is_half_moved(database: BaseDatabaseWrapper) -> bool:
    """Return whether a database of PostgreSQL holds a part of an archive that is being moved."""
    with database.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MOVE_TABLE])
        return bool(cursor.fetchone()[0])


def _in_words(error: Exception) -> str:
    """Return why there is no connection; libpq gives no code where the server never answered."""
    code, text = getattr(error, "sqlstate", None), str(error).strip()
    if code is None:
        # libpq's own errors while connecting bear the server's code nowhere but in their words.
        signs = {
            "password authentication failed": "28P01",
            "no password supplied": "28P01",
            "no pg_hba.conf entry": "28000",
            "too many clients": "53300",
            "the database system is": "57P03",
        }
        code = next((found for sign, found in signs.items() if sign in text), None)
        if code is None and 'database "' in text and "does not exist" in text:
            code = "3D000"
        if code is None and 'role "' in text and "does not exist" in text:
            code = "28000"
    reason = _REASONS.get(code or "")
    if reason is not None:
        return reason.format(name=connection.settings_dict["NAME"])
    last = text.splitlines()[-1].strip() if text else "no answer"
    return f"no connection ({last}); mend the address, or start the server."


def _identity_file() -> Path:
    return Path(settings.ARCHIVE_HOME) / IDENTITY_FILE


def _compare_identity() -> None:
    """Raise ``ArchiveError`` where folder and database are of two archives."""
    try:
        noted = _identity_file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return
    try:
        found = ArchiveIdentity.objects.values_list("key", flat=True).first()
    except DatabaseError:
        found = None  # It has no tables as yet, or those of another version.
    if found is None:
        raise ArchiveError(
            f"{ADDRESS}: {place_of(connection.settings_dict)} holds no archive, and "
            f"{settings.ARCHIVE_HOME} is the folder of one; mend the address. Where its database is "
            f"gone for good, delete {IDENTITY_FILE} there and begin anew."
        )
    if found != noted:
        raise ArchiveError(
            f"{ADDRESS}: {place_of(connection.settings_dict)} holds another archive than "
            f"{settings.ARCHIVE_HOME} (ARCHIVE_HOME); mend one of the two."
        )
