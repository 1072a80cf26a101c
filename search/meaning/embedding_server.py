"""A server with the form of OpenAI's embeddings (``POST /v1/embeddings``), bounded in time and bytes.

Ollama, llama.cpp, vLLM and text-embeddings-inference speak it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from archive.embeddings_setting import EmbeddingsServer
from search.meaning.embedders import (
    E5_SMALL_LEAST,
    EmbeddingUnavailableError,
    Lack,
    LeastCosines,
    Vectors,
    normalised,
)

QUESTION_SECONDS: Final = 2.0
"""For the vector of a question: a reader waits no longer, and words answer."""
PASSAGES_SECONDS: Final = 120.0
"""For the vectors of one batch of passages: a server without a graphics card takes its time."""
REFUSED_SECONDS: Final = 30.0
"""After a failure questions are not sent for so long: the words of the next readers answer at once."""
MOST_DIMENSIONS: Final = 8192
_BYTES_A_NUMBER: Final = 40
_BYTES_BESIDE: Final = 100_000
_PIECE: Final = 65_536


class ServerEmbedder:
    """Vectors from ``server``. ``clock`` is in seconds."""

    def __init__(
        self, server: EmbeddingsServer, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name: Final = server.model
        self.host: Final = "" if server.is_local else server.host
        e5_small = server.model.lower().endswith("multilingual-e5-small")
        self.least_cosines: LeastCosines | None = E5_SMALL_LEAST if e5_small else None
        self._server: Final = server
        self._clock: Final = clock
        self._before_question, self._before_passage = _prefixes(server.model)
        self._refused: tuple[float, str] | None = None
        self._lock: Final = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each passage."""
        if not texts:
            return np.empty((0, 0), np.float32)
        return self._asked([self._before_passage + text for text in texts], PASSAGES_SECONDS)

    def question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question; refused for a while after a failure."""
        with self._lock:
            refused = self._refused
            if refused is not None and self._clock() < refused[0]:
                raise EmbeddingUnavailableError(Lack.ANSWER, refused[1])
        try:
            vector: NDArray[np.float32] = self._asked(
                [self._before_question + text], QUESTION_SECONDS
            )[0]
        except EmbeddingUnavailableError as error:
            with self._lock:
                self._refused = (self._clock() + REFUSED_SECONDS, str(error))
            raise
        return vector

    def _asked(self, texts: list[str], seconds: float) -> Vectors:
        where = f"the server of vectors at {self._server.host}:{self._server.port}"
        try:
            return self._answer(texts, seconds)
        except TimeoutError:
            told = f"{where} did not answer in {seconds:g} s"
        except (OSError, HTTPException) as error:
            told = f"{where} is away: {error}"
        except ValueError as error:
            told = f"{where} gave no vectors: {error}"
        raise EmbeddingUnavailableError(Lack.ANSWER, told)

    def _answer(self, texts: list[str], seconds: float) -> Vectors:
        deadline = self._clock() + seconds
        kind = HTTPSConnection if self._server.https else HTTPConnection
        connection = kind(self._server.host, self._server.port, timeout=seconds)
        try:
            body = json.dumps({"model": self._server.model, "input": texts}).encode()
            headers = {"Content-Type": "application/json"}
            connection.request("POST", self._server.path, body, headers)
            response = connection.getresponse()
            most = len(texts) * MOST_DIMENSIONS * _BYTES_A_NUMBER + _BYTES_BESIDE
            content = self._read(connection, response, most, deadline)
            if response.status != 200:
                raise ValueError(f"status {response.status}")
        finally:
            connection.close()
        return _vectors(_json(content), len(texts))

    def _read(
        self, connection: HTTPConnection, response: HTTPResponse, most: int, deadline: float
    ) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while True:
            left = deadline - self._clock()
            if left <= 0:
                raise TimeoutError
            if connection.sock is not None:
                connection.sock.settimeout(left)
            piece = response.read1(_PIECE)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise ValueError(f"more than {most:,} bytes")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("brackets within brackets without end") from None


def _vectors(answer: Any, count: int) -> Vectors:
    """Return the vectors of an answer in the order of the texts. Raises ``ValueError``."""
    try:
        data = answer["data"]
        by_index = {
            int(each.get("index", place)): each["embedding"] for place, each in enumerate(data)
        }
        rows = np.array([by_index[place] for place in range(count)], np.float32)
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError):
        raise ValueError("no vectors in the form of OpenAI's embeddings") from None
    if rows.ndim != 2 or not 1 <= rows.shape[1] <= MOST_DIMENSIONS:
        raise ValueError("no vector for each text")
    if len(data) != count or not np.isfinite(rows).all() or not rows.any(axis=1).all():
        raise ValueError("vectors that have no direction")
    return normalised(rows)


def _prefixes(model: str) -> tuple[str, str]:
    """Return what stands before a question and before a passage: E5 was trained with words for both.

    https://huggingface.co/intfloat/multilingual-e5-small
    """
    named_e5 = "e5" in model.lower().replace("/", "-").replace("_", "-").split("-")
    return ("query: ", "passage: ") if named_e5 else ("", "")
