"""The index in a cluster: one index a build, two aliases that name the one that serves.

Searches ask the build that the read alias names, writers that of the write alias; both change at
once where another build takes its place. Beside the builds lie notes: the word frequencies that a
build was made with, and who may write.
"""

from __future__ import annotations

import base64
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from archive.arabic.frequencies import FrequencyTable
from archive.index_address import IndexAddress
from search.contract import IndexUnavailableError
from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel, label_of
from search.index.cluster_build import ClusterBuild
from search.index.holdings import Holdings
from search.index.home_errors import (
    ForeignIndexError,
    MissingClusterIndexError,
    NewerClusterIndexError,
    OtherClusterArchiveError,
)
from search.index.index_documents import fingerprint, schema
from search.index.open_index import OpenIndex
from search.opensearch import Cluster, ClusterReader, index_body
from search.opensearch.cluster_lock import ClusterLock
from search.opensearch.index_body import similarity
from search.opensearch.index_facts import average_lengths

LAYOUT: Final = 1
"""Raised with every change of how a document lies in the cluster (``search.opensearch``)."""
LOOK_SECONDS: Final = 1.0
"""Between two looks which build serves."""
GRACE_SECONDS: Final = 6.0
"""How long a build that was replaced stays: a search that began with it ends with it."""
_NO_WRITES: Final = "index.blocks.write"
"""The setting of an index that refuses writes: it has to stand while a copy is made."""
_WRITER_SECONDS: Final = 3600.0
"""How long one writer waits for another."""


class ClusterHome:
    """The builds of an archive's index in a cluster, and the one that this process holds open.

    It waits by ``pause`` (in seconds).
    """

    def __init__(
        self,
        address: IndexAddress,
        holdings: Holdings,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.cluster_address: Final = address
        self.holdings: Final = holdings
        self.cluster: Final = Cluster.at(address)
        self._pause: Final = pause
        self._read_alias: Final = f"{address.name}-read"
        self._write_alias: Final = f"{address.name}-write"
        self._notes: Final = f"{address.name}-notes"
        self._lock: Final = ClusterLock(self.cluster, self._notes, pause)
        self._opening: Final = threading.Lock()
        self._opened: ClusterBuild | None = None
        self._named: tuple[str | None, float] | None = None

    @property
    def address(self) -> str:
        """The nodes and the name, without user and password."""
        return self.cluster_address.shown

    def current(self) -> ClusterBuild:
        """Return the build that serves now; an empty one is made where nothing is to be found.

        Raises ``IndexUnavailableError``.
        """
        name = self.current_name()
        if name is None:
            return self._first()
        opened = self._opened
        return opened if opened is not None and opened.name == name else self._reopened(name)

    def read(self) -> tuple[ClusterBuild, ClusterReader]:
        """Return the build that serves now and its newest state. Raises ``IndexUnavailableError``."""
        opened = self.current()
        try:
            return opened, opened.snapshot()
        except IndexUnavailableError:
            self._named = None
            again = self.current()
            if again.name == opened.name:
                raise
            return again, again.snapshot()

    @contextmanager
    def writing(self) -> Iterator[ClusterBuild]:
        """Hold the right to change the index, and give the build that serves while it is held.

        Raises ``IndexUnavailableError``.
        """
        with self.lock():
            self._named = None
            name = self.current_name()
            if name is None and self.holdings.need_an_index():
                raise MissingClusterIndexError(self.address)
            opened = self._made_empty() if name is None else self.current()
            if opened.label.is_newer:
                raise NewerClusterIndexError(self.address)
            # A process that was killed while it copied the index left it so.
            if self.cluster.read("GET", f"/{opened.name}/_settings/{_NO_WRITES}"):
                self._let_write(opened.name)
            yield opened

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to change the index, on whichever machine; others wait."""
        with self._lock.held(_WRITER_SECONDS):
            yield

    def exists(self) -> bool:
        """Return whether a build serves."""
        return self.current_name() is not None

    @property
    def outdated(self) -> bool:
        """Whether the index was built by other code or data than this program's."""
        opened = self.current()
        return opened.fingerprint != fingerprint(ArabicAnalyzer(opened.analyzer.frequencies))

    def current_name(self) -> str | None:
        """Return the name of the build that serves, if any. Raises ``IndexUnavailableError``."""
        named = self._named
        if named is not None and time.monotonic() < named[1]:
            return named[0]
        found = self.cluster.read("GET", f"/_alias/{self._read_alias}", missing_is_none=True)
        names = sorted(found or ())
        if len(names) > 1 or not all(each.startswith(self._build_prefix) for each in names):
            raise ForeignIndexError(self.address, ", ".join(names))
        name = names[0] if names else None
        self._named = (name, time.monotonic() + LOOK_SECONDS)
        return name

    @property
    def _build_prefix(self) -> str:
        return f"{self.cluster_address.name}-build-"

    def build(self, frequencies: FrequencyTable, like: OpenIndex | None = None) -> ClusterBuild:
        """Return a new build, empty or a copy of ``like``. Call it holding the lock."""
        name = f"{self._build_prefix}{time.time_ns():x}"
        packed = frequencies.to_bytes()
        analyzer = ArabicAnalyzer(frequencies)
        label = self._replaced().successor(self.holdings.identity())
        label = label._replace(frequencies=zlib.crc32(packed))
        meta = {
            "khizana": {**label._asdict(), "layout": LAYOUT, "fingerprint": fingerprint(analyzer)}
        }
        note = {"frequencies": base64.b64encode(packed).decode("ascii")}
        self._lock.prepare()
        self.cluster.ask("PUT", f"/{self._notes}/_doc/{name}", note, refresh="true")
        if like is None:
            address = self.cluster_address
            body = index_body(
                schema(analyzer), shards=address.shards, replicas=address.replicas, meta=meta
            )
            self.cluster.ask("PUT", f"/{name}", body)
        else:
            self._copy(like.name, name)
            self.cluster.ask("PUT", f"/{name}/_mapping", {"_meta": meta})
        copied, made_by = like is not None, fingerprint(analyzer)
        return ClusterBuild(self.cluster, name, label, analyzer, made_by, copied=copied)

    def _copy(self, name: str, copy: str) -> None:
        """Let the cluster copy an index: its files are shared, and it is not written to meanwhile."""
        self.cluster.ask("PUT", f"/{name}/_settings", {_NO_WRITES: True})
        try:
            settings = {"settings": {_NO_WRITES: None}}
            self.cluster.ask("POST", f"/{name}/_clone/{copy}", settings, wait_for_active_shards="1")
        finally:
            self._let_write(name)

    def _let_write(self, name: str) -> None:
        self.cluster.ask("PUT", f"/{name}/_settings", {_NO_WRITES: None})

    def _replaced(self) -> BuildLabel:
        """Return the label of the build that serves and may be replaced.

        Raises ``OtherClusterArchiveError``, ``ForeignIndexError``: not by a command either.
        """
        name = self.current_name()
        return BuildLabel() if name is None else self._label(name)[0]

    def swap(self, built: OpenIndex) -> None:
        """Let ``built`` serve from now on, and remove what served before. Call it holding the lock."""
        copied = isinstance(built, ClusterBuild) and built.copied
        if not copied:
            self._freeze_lengths(built)
        self._named = None
        before = self.current_name()
        aliases = (self._read_alias, self._write_alias)
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self._build_prefix}*", "alias": alias, "must_exist": False}}
            for alias in aliases
        ]
        actions += [{"add": {"index": built.name, "alias": alias}} for alias in aliases]
        self.cluster.ask("POST", "/_aliases", {"actions": actions})
        self._named = None
        if not copied:
            # What was sent lies beside the terms until its segments are merged.
            path = f"/{built.name}/_forcemerge"
            self.cluster.ask("POST", path, max_num_segments="1", wait_for_completion="false")
        if before is not None and before != built.name:
            self._pause(GRACE_SECONDS)
        self.sweep()

    def _freeze_lengths(self, built: OpenIndex) -> None:
        """Reckon scores by the average lengths of the texts that stand in the index now."""
        shape = schema(built.analyzer)
        lengths = average_lengths(self.cluster, built.name, shape)
        if not lengths:
            return
        settings = {f"similarity.{name}_frozen": similarity(lengths[name]) for name in lengths}
        self.cluster.ask("POST", f"/{built.name}/_close", wait_for_active_shards="0")
        try:
            self.cluster.ask("PUT", f"/{built.name}/_settings", {"index": settings})
        finally:
            self.cluster.ask("POST", f"/{built.name}/_open", wait_for_active_shards="1")

    def discard(self, built: OpenIndex) -> None:
        """Remove a build that does not serve. Call it holding the lock."""
        self._named = None
        if self.current_name() != built.name:
            self._remove(built.name)

    def sweep(self) -> None:
        """Remove builds that do not serve. Call it holding the lock."""
        self._named = None
        serving = self.current_name()
        found = self.cluster.read("GET", f"/{self._build_prefix}*", missing_is_none=True) or {}
        for name in found:
            if name != serving:
                self._remove(name)

    def _remove(self, name: str) -> None:
        self.cluster.ask("DELETE", f"/{name}", missing_is_none=True)
        self.cluster.ask("DELETE", f"/{self._notes}/_doc/{name}", missing_is_none=True)

    def glance(self) -> None:
        """Raise ``IndexUnavailableError`` where no index answers, or it is another's."""
        if not self.exists():
            if self.holdings.need_an_index():
                raise MissingClusterIndexError(self.address)
            return
        self.read()

    def _first(self) -> ClusterBuild:
        if self.holdings.need_an_index():
            raise MissingClusterIndexError(self.address)
        with self.lock():
            self._named = None
            name = self.current_name()
            return self._made_empty() if name is None else self._reopened(name)

    def _made_empty(self) -> ClusterBuild:
        built = self.build(FrequencyTable.shipped())
        self.swap(built)
        with self._opening:
            self._opened = built
        return built

    def _reopened(self, name: str) -> ClusterBuild:
        with self._opening:
            if self._opened is None or self._opened.name != name:
                opened = self._open(name)
                if self._opened is not None:
                    opened.inherit_caches(self._opened)
                self._opened = opened
            return self._opened

    def _label(self, name: str) -> tuple[BuildLabel, Mapping[str, Any]]:
        """Return the label of the build ``name``, and all that is noted with it.

        Raises ``IndexUnavailableError``.
        """
        mapping = self.cluster.read("GET", f"/{name}/_mapping", missing_is_none=True)
        if mapping is None:
            raise MissingClusterIndexError(self.address)
        meta = next(iter(mapping.values()))["mappings"].get("_meta", {}).get("khizana")
        if not meta:
            raise ForeignIndexError(self.address, name)
        label = label_of(meta)
        own = self.holdings.identity()
        if own and label.archive and own != label.archive:
            raise OtherClusterArchiveError(self.address)
        return label, meta

    def _open(self, name: str) -> ClusterBuild:
        label, meta = self._label(name)
        if not label.is_readable or meta["layout"] != LAYOUT:
            raise NewerClusterIndexError(self.address)
        analyzer = ArabicAnalyzer(self._frequencies(name, label))
        return ClusterBuild(self.cluster, name, label, analyzer, meta["fingerprint"])

    def _frequencies(self, name: str, label: BuildLabel) -> FrequencyTable:
        note = self.cluster.read("GET", f"/{self._notes}/_doc/{name}", missing_is_none=True)
        packed = base64.b64decode(note["_source"]["frequencies"]) if note else b""
        if not packed or zlib.crc32(packed) != label.frequencies:
            raise MissingClusterIndexError(self.address)
        return FrequencyTable.from_bytes(packed)
