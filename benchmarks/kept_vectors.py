"""Vectors of a benchmark, kept between runs: half a second a paragraph is not spent twice."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from search.meaning.embedders import Embedder, Vectors, normalised

_SAVED_EVERY: Final = 200


class KeptVectors:
    """What ``embedder`` makes of texts, kept in ``folder``."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._embedder: Final = embedder
        self._path: Final = folder / f"{embedder.name}.npz"
        self._vectors: Final[dict[str, NDArray[np.float32]]] = {}
        if self._path.exists():
            kept = np.load(self._path)
            self._vectors.update(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each passage."""
        return self._of("p", texts)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each question."""
        return self._of("q", texts)

    def _of(self, kind: str, texts: Sequence[str]) -> Vectors:
        keys = [kind + hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        lacking = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors
        }
        shown = tqdm(lacking.items(), "vectors", disable=not sys.stderr.isatty() or not lacking)
        for number, (key, text) in enumerate(shown, 1):
            made = (
                self._embedder.passages([text])[0] if kind == "p" else self._embedder.question(text)
            )
            self._vectors[key] = made
            if number % _SAVED_EVERY == 0:
                self._save()
        if lacking:
            self._save()
        return normalised(np.stack([self._vectors[key] for key in keys]))

    def _save(self) -> None:
        new = self._path.with_suffix(".new.npz")
        np.savez(
            new, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values()))
        )
        new.replace(self._path)
