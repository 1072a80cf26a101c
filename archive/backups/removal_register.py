"""The register of what was withdrawn, deleted, hidden or closed: hashes, ids and days, no text.

It lies beside the backups. A backup that was made before somebody's text was withdrawn would
bring it back; ``restore`` therefore takes out what the register names before any page is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.db.models import DateField, Value
from django.utils import timezone

from archive.backups.backup_folder import BackupFolder, write_synced
from archive.backups.database_copy import has_column, has_table
from archive.captures.part_erasure import erase_bytes_again, erased_hashes
from archive.captures.removal import delete_articles, hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.models import (
    Article,
    Capture,
    CaptureStatus,
    ClosedValue,
    ErasedBytes,
    Tombstone,
    TombstoneKind,
)

_WITHDRAWN: Final = "withdrawn"
_DELETED: Final = "deleted"
_HIDDEN: Final = "hidden"
_ERASED: Final = "erased"
_CLOSED: Final = "closed"
_END: Final = "sha256"
"""The one name in the last line of a register."""
_FIRST_WITH_END: Final = 2
"""The format of backups (``backup_folder.FORMAT``) since which a register has an end."""
_WAY_OUT: Final = "Back the archive up again, or take the register from another copy of the folder."


@dataclass(frozen=True, slots=True)
class Removal:
    """One entry: ``subject`` is the SHA-256 of a withdrawn capture or of an erased part of one, else
    an article's public id.

    ``day`` is an ISO date: when it was removed; of hidden articles when they were last changed.
    ``until`` is the day on which a hidden article is shown again; empty: it stays hidden. ``value``
    names an earlier value of an article that is closed, by its field and its hash.
    """

    kind: str
    subject: str
    day: str
    until: str = ""
    value: str = ""

    @property
    def shown_again(self) -> date | None:
        """Return the day on which a hidden article is shown again."""
        return date.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Applied:
    """How many captures and articles a register took out of a restored archive."""

    captures: int = 0
    articles: int = 0


def current_removals() -> list[Removal]:
    """Return what is withdrawn, deleted or hidden in this archive now."""
    if not has_table(Tombstone):
        return [*_withdrawn()]  # The database of an earlier version.
    return [*_withdrawn(), *_erased(), *_deleted(), *_hidden(), *_closed()]


def _withdrawn() -> Iterator[Removal]:
    rows = Capture.objects.filter(status=CaptureStatus.WITHDRAWN).order_by("sha256")
    days = dict(rows.values_list("sha256", "withdrawn_at"))
    for sha256, moment in days.items():
        yield Removal(_WITHDRAWN, sha256, (moment or timezone.now()).date().isoformat())


def _erased() -> Iterator[Removal]:
    if has_table(ErasedBytes):
        for sha256, day in erased_hashes().items():
            yield Removal(_ERASED, sha256, day)


def _deleted() -> Iterator[Removal]:
    rows = Tombstone.objects.filter(kind=TombstoneKind.DELETED).order_by("public_id")
    for public_id, moment in rows.values_list("public_id", "made_at"):
        yield Removal(_DELETED, public_id, moment.date().isoformat())


def _hidden() -> Iterator[Removal]:
    rows = Article.objects.filter(hidden=True).order_by("public_id")
    until = "hidden_until" if has_column(Article, "hidden_until") else Value(None, DateField())
    for public_id, moment, day in rows.values_list("public_id", "updated_at", until):
        told = day.isoformat() if day else ""
        yield Removal(_HIDDEN, public_id, moment.date().isoformat(), told)


def _closed() -> Iterator[Removal]:
    if not has_table(ClosedValue):
        return
    rows = ClosedValue.objects.order_by("article__public_id", "field", "digest")
    for public_id, moment, name, digest in rows.values_list(
        "article__public_id", "made_at", "field", "digest"
    ):
        yield Removal(_CLOSED, public_id, moment.date().isoformat(), value=f"{name} {digest}")


def write_register(path: Path, removals: list[Removal]) -> None:
    """Write the register, whole or not at all."""
    write_synced(path, register_lines(removals))


def register_lines(removals: list[Removal]) -> bytes:
    """Return the register as JSON Lines; the last says the checksum of those before it."""
    rows = "".join(f"{json.dumps(_written(each))}\n" for each in removals).encode()
    return rows + f"{json.dumps({_END: hashlib.sha256(rows).hexdigest()})}\n".encode()


def _written(removal: Removal) -> dict[str, str]:
    """Return an entry as JSON's types, as earlier versions read it where it names no value."""
    values: dict[str, str] = asdict(removal)
    return {name: value for name, value in values.items() if name != "value" or value}


def read_folder_register(folder: BackupFolder) -> list[Removal]:
    """Read the register of a folder of backups; where nothing was ever removed there may be none.

    Raises:
        ArchiveError: it is damaged, or missing though a backup of the folder came with one.
    """
    has_end = any(each.manifest.format >= _FIRST_WITH_END for each in folder.backups())
    return read_register(folder.register, has_end=has_end)


def read_register(path: Path, *, has_end: bool) -> list[Removal]:
    """Read a register.

    Without ``has_end`` it may be one of before 2026-12: a list without an end, or none.

    Raises:
        ArchiveError: it is damaged, cut or missing.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if not has_end:
            return []
        raise ArchiveError(f"{path}: the register of removals is missing. {_WAY_OUT}") from None
    rows = content.splitlines(keepends=True)
    end = _end_of(rows[-1]) if rows else None
    if end is not None:
        rows.pop()
    if (has_end or end is not None) and end != hashlib.sha256(b"".join(rows)).hexdigest():
        raise ArchiveError(
            f"{path}: the register of removals is damaged (its checksum is another). {_WAY_OUT}"
        )
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_removal(json.loads(row)))
        except (ValueError, TypeError) as error:
            raise ArchiveError(
                f"{path}, line {number}: the register of removals is damaged ({error}). {_WAY_OUT}"
            ) from error
    return found


def _removal(values: dict[str, str]) -> Removal:
    """Return an entry. Raises ``ValueError`` or ``TypeError`` where it is none."""
    if values.get("until"):
        date.fromisoformat(values["until"])
    return Removal(**values)


def _end_of(row: bytes) -> str | None:
    try:
        return str(json.loads(row)[_END])
    except (ValueError, TypeError, KeyError):
        return None


def withdrawn_hashes(removals: list[Removal]) -> set[str]:
    """Return the SHA-256 of every withdrawn capture, and of what went with it."""
    return {each.subject for each in removals if each.kind in (_WITHDRAWN, _ERASED)}


def apply_register(removals: list[Removal]) -> Applied:
    """Take out of this archive what the register names; return how much there was."""
    captures = articles = 0
    for each in removals:
        if each.kind == _WITHDRAWN:
            captures += _withdraw_again(each)
        elif each.kind == _ERASED:
            erase_bytes_again(each.subject)
        elif found := list(Article.objects.filter(public_id=each.subject)):
            if each.kind == _DELETED:
                articles += delete_articles(found, Reasons())
            elif each.kind == _HIDDEN:
                articles += _hide_again(found[0], each.shown_again)
            elif each.kind == _CLOSED:
                _close_again(found[0], each)
    return Applied(captures, articles)


def _hide_again(article: Article, until: date | None) -> bool:
    """Hide an article until the register's day; one that is hidden keeps its reasons."""
    if article.hidden and article.hidden_until == until:
        return False
    hide_articles(
        [article],
        Reasons(article.hidden_public_reason, article.hidden_internal_reason),
        until=until,
    )
    return True


def _close_again(article: Article, removal: Removal) -> None:
    """Close an earlier value of an article; one that is closed keeps its reason."""
    name, _space, digest = removal.value.partition(" ")
    told = f"Closed on {removal.day}; closed again when a backup was restored."
    ClosedValue.objects.get_or_create(
        article=article, field=name, digest=digest, defaults={"reason": told}
    )


def _withdraw_again(removal: Removal) -> int:
    standing = Capture.objects.filter(sha256=removal.subject).exclude(
        status=CaptureStatus.WITHDRAWN
    )
    capture = standing.first()
    if capture is None:
        return 0
    withdraw(capture, f"Withdrawn on {removal.day}; taken out again when a backup was restored.")
    return 1
