"""What turns texts into vectors, whatever model does it, and the bytes in which vectors are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.errors import ArchiveError

Vectors = NDArray[np.float32]
"""One vector a row, of length 1."""
_GREATEST: Final = 127.0
"""Of a component in eight bits."""


class Lack(StrEnum):
    """What the search by meaning lacks."""

    NOT_CHOSEN = "not_chosen"
    MODEL = "model"
    ANSWER = "answer"
    VECTORS = "vectors"
    SAME_MODEL = "same_model"
    CLUSTER = "cluster"


class EmbeddingUnavailableError(ArchiveError):
    """No vector can be made or compared now; the message says what is missing."""

    def __init__(self, lack: Lack, message: str) -> None:
        super().__init__(message)
        self.lack: Final = lack


@dataclass(frozen=True, slots=True)
class LeastCosines:
    """From which cosine on an article is near to a question, as judged pairs told for a model.

    ``arabic`` is for questions in the letters of the articles, ``foreign`` for all others: these
    are less near to whatever answers them.
    """

    arabic: float
    foreign: float


E5_SMALL_LEAST: Final = LeastCosines(arabic=0.84, foreign=0.792)
"""Of multilingual-e5-small: see ``docs/meaning.md``."""


class Embedder(Protocol):
    """A model that gives near vectors to texts of near meaning. Threads may share it.

    ``name`` tells the model with its version: vectors of two names are never compared.
    ``host`` is the other machine that texts go to, empty where they stay. ``least_cosines``
    are ``None`` where nobody has judged pairs of this model.
    """

    least_cosines: LeastCosines | None

    @property
    def name(self) -> str:
        """The model and its version."""

    @property
    def host(self) -> str:
        """The machine that texts are sent to; empty for this one."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each passage. Raises ``EmbeddingUnavailableError``."""

    def question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of what a reader asks. Raises ``EmbeddingUnavailableError``."""


def normalised(rows: NDArray[Any]) -> Vectors:
    """Return ``rows`` as vectors of length 1; one without a direction stays as it is."""
    vectors = np.asarray(rows, np.float32)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled


def in_eight_bits(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return each vector scaled to whole numbers of eight bits, and its length then.

    The greatest component of each becomes 127: the cosine of two vectors changes by less than a
    thousandth, in 384 dimensions.
    """
    greatest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    rows = np.rint(vectors / np.where(greatest == 0, 1, greatest) * _GREATEST).astype(np.int8)
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1)
    return rows, lengths
