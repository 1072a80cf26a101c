"""What many backups name is gathered one backup after the other."""

from __future__ import annotations

import weakref
from typing import Any

from archive.backups import making
from archive.backups.backup_folder import Unreadable
from archive.errors import ArchiveError


class Names(set[str]):
    """A set that tells when it goes."""


class Night:
    """A backup of one capture of its own and one that all have; it counts whose names stand."""

    standing: list[weakref.ref[Names]] = []

    def __init__(self, name: str, damaged: bool = False) -> None:
        self.name = name
        self.damaged = damaged

    def captures(self) -> Names:
        if self.damaged:
            raise ArchiveError("its list is damaged")
        assert sum(each() is not None for each in self.standing) <= 1
        named = Names({"of all", f"of {self.name}"})
        self.standing.append(weakref.ref(named))
        return named


def test_the_names_of_one_older_backup_stand_at_a_time_and_none_is_left_out() -> None:
    nights: list[Any] = [Night(f"night {number}") for number in range(5)]
    nights += [Night("broken", damaged=True), Unreadable("lost", "no manifest")]
    known = {"of today"}
    holding, unreadable = making._named(nights, known, {"of night 3"})
    assert known == {"of today", "of all", *(f"of night {number}" for number in range(5))}
    assert holding == ["night 3"]
    assert [each.name for each in unreadable] == ["broken", "lost"]
