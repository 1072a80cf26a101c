"""The folder of one build: how it is begun, and how it goes."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from archive.arabic.frequencies import FrequencyTable
from search.contract import IndexUnavailableError
from search.engine import ColumnarIndex, link_segments
from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel, write_label
from search.index.columnar_build import FREQUENCIES, SEGMENTS, ColumnarBuild
from search.index.index_documents import fingerprint, schema


def new_build(
    folder: Path,
    frequencies: FrequencyTable,
    label: BuildLabel,
    on_damage: Callable[[IndexUnavailableError], None],
    like: ColumnarBuild | None = None,
) -> ColumnarBuild:
    """Return a new index in ``folder``, of which nobody knows yet.

    It is empty, or has the segments of ``like``, which read the words of their texts by that
    build's frequencies. ``on_damage`` is told of damage that a search finds in it later. Nothing is left of it where
    it cannot be written.
    """
    folder.mkdir(parents=True)
    try:
        shipped = frequencies is FrequencyTable.shipped()
        packed = _shipped_frequencies() if shipped else frequencies.to_bytes()
        with (folder / FREQUENCIES).open("wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        label = label._replace(frequencies=zlib.crc32(packed))
        write_label(folder, label)
        analyzer = ArabicAnalyzer(frequencies)
        segments, program = folder / SEGMENTS, fingerprint(analyzer)
        if like is not None:
            link_segments(like.folder / SEGMENTS, segments, program)
        columnar = ColumnarIndex.create(segments, schema(analyzer), program, on_damage)
    except BaseException:
        remove_build(folder)
        raise
    return ColumnarBuild(folder, label, analyzer, columnar)


def remove_build(folder: Path) -> None:
    """Remove a build, whatever has become of its folder."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.unlink(missing_ok=True)


@cache
def _shipped_frequencies() -> bytes:
    """Return the bytes of the shipped table: every new archive begins with them."""
    return FrequencyTable.shipped().to_bytes()
