"""What a build of the index says of itself: whose it is, and by which program it was made."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from archive.arabic.frequencies import FrequencyTable
from search.engine import FORMAT_VERSION, TOC_VERSION, IndexDamagedError, told_as_damage
from search.index.analyzers import ANALYSIS_VERSION, ArabicAnalyzer
from search.index.index_documents import FORMAT, fingerprint

LABEL: Final = "label"
_REMEMBERED: Final = 20
"""Earlier programs that a label names."""


class BuildLabel(NamedTuple):
    """Whose build it is, which program made it, and which made the builds before it.

    ``versions`` are those of blocks, table of contents, documents and analysis: see
    ``program_versions``. ``replaced`` are the fingerprints of programs whose builds went when
    this one or one before it came, the newest first: each of them is older than ``program``.
    """

    archive: str = ""
    versions: tuple[int, ...] = ()
    program: str = ""
    replaced: tuple[str, ...] = ()
    frequencies: int | None = None

    @property
    def is_readable(self) -> bool:
        """Whether this program knows the format of the files."""
        return self.versions[:2] <= program_versions()[:2]

    @property
    def is_newer(self) -> bool:
        """Whether a newer program than this one made the build."""
        if self.versions == program_versions():
            return program_fingerprint() in self.replaced
        return self.versions > program_versions()

    def successor(self, archive: str) -> BuildLabel:
        """Return the label of a build by this program that takes the place of this one."""
        program = program_fingerprint()
        earlier = dict.fromkeys((self.program, *self.replaced))
        replaced = tuple(each for each in earlier if each not in ("", program))
        return BuildLabel(archive, program_versions(), program, replaced[:_REMEMBERED])


def program_versions() -> tuple[int, ...]:
    """Return the numbers of this program, each raised with every change of what it names."""
    return FORMAT_VERSION, TOC_VERSION, FORMAT, ANALYSIS_VERSION


@cache
def program_fingerprint() -> str:
    """Return what tells programs apart that index otherwise; the archive's words do not count."""
    return fingerprint(ArabicAnalyzer(FrequencyTable.shipped()))


def write_label(folder: Path, label: BuildLabel) -> None:
    """Write and sync the label of the build in ``folder``."""
    body = json.dumps(label._asdict())
    with (folder / LABEL).open("w", encoding="ascii") as file:
        file.write(f"{zlib.crc32(body.encode())}\n{body}")
        file.flush()
        os.fsync(file.fileno())


def read_label(folder: Path) -> BuildLabel:
    """Return the label of the build in ``folder``; builds of before December 2026 have none.

    Raises ``IndexDamagedError``.
    """
    path = folder / LABEL
    try:
        with told_as_damage(path):
            raw = path.read_bytes()
    except FileNotFoundError:
        return BuildLabel()
    checksum, _, body = raw.partition(b"\n")
    if checksum != str(zlib.crc32(body)).encode():
        raise IndexDamagedError(path, "it does not match its checksum")
    return label_of(json.loads(body))


def label_of(read: Mapping[str, Any]) -> BuildLabel:
    """Return the label that was written as its fields."""
    return BuildLabel(
        read["archive"],
        tuple(read["versions"]),
        read["program"],
        tuple(read["replaced"]),
        read["frequencies"],
    )
