"""Where the vectors of a model are written: the files of this machine, or an index in the cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

from archive.errors import ArchiveError
from search.engine import IndexLockedError, WriterLock
from search.meaning.vector_file import ArticleVectors, VectorFile


class PassRunningError(ArchiveError):
    """Another process is making vectors."""

    def __init__(self) -> None:
        super().__init__("another process is making vectors; wait for its end")


class VectorStore(Protocol):
    """The vectors of one model as they are written. Write within ``alone``."""

    def alone(self) -> AbstractContextManager[None]:
        """Make vectors alone, of all processes. Raises ``PassRunningError``."""

    def known(self, articles: Collection[int] | None = None) -> dict[int, int]:
        """Return the articles of which every passage is there → the hash of their text.

        Of ``articles``, or of all.
        """

    def write(self, articles: Sequence[ArticleVectors]) -> None:
        """Write the vectors of ``articles``, in place of what stood for them before."""

    def remove(self, articles: Collection[int]) -> None:
        """Take out what stands for ``articles``, at once."""

    def tidy(self) -> None:
        """Let searches see all that was written, and free what it no longer needs."""


class FolderStore:
    """The file of ``model`` under ``folder``: see ``vector_file``."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder: Final = folder
        self._model: Final = model
        self._file = VectorFile.of_model(folder, model)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make vectors alone, of all processes of this machine. Raises ``PassRunningError``."""
        own = self._folder / "pass"
        own.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(own)
        try:
            lock.acquire()
        except IndexLockedError:
            raise PassRunningError from None
        try:
            # Another pass may have made the first file, or one of other dimensions, until now.
            self._file = VectorFile.of_model(self._folder, self._model)
            yield
        finally:
            lock.release()

    def known(self, articles: Collection[int] | None = None) -> dict[int, int]:
        """Return the articles of which every passage is there → the hash of their text."""
        return self._file.known(articles) if self._file is not None else {}

    def write(self, articles: Sequence[ArticleVectors]) -> None:
        """Append the vectors of ``articles``, then take out what stood for them before."""
        dimensions = articles[0].vectors.shape[1]
        if self._file is None or self._file.dimensions != dimensions:
            self._file = VectorFile.named(self._folder, self._model, dimensions)
        self._file.write(articles)

    def remove(self, articles: Collection[int]) -> None:
        """Take out what stands for ``articles``, at once."""
        if self._file is not None:
            self._file.remove(articles)

    def tidy(self) -> None:
        """Write the file anew where half of it was taken out."""
        if self._file is not None:
            self._file.tidy()
