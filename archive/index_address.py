"""Where the index lies, where that is a cluster: the setting that names it, read and checked.

``opensearch+https://user@search1:9200,search2:9200/archive?password_file=/run/secrets/search`` is
the index ``archive`` at two nodes. Without ``+https`` the nodes are asked without encryption.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote

from archive.errors import ArchiveError
from archive.secret_files import secret_in_file

_SCHEMES: Final = {"opensearch": "http", "opensearch+https": "https"}
_SHAPE: Final = re.compile(
    r"(?P<scheme>[a-z+]+)://(?:(?P<user>[^/?#]*)@)?(?P<hosts>[^/?#@]+)(?P<rest>[/?].*)?"
)
_HOST: Final = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_OPTIONS: Final = ("shards", "replicas", "password_file", "ca_file")
_MOST_SHARDS: Final = 1_024
"""OpenSearch's own bound (``opensearch.index.max_number_of_shards``)."""
_MOST_REPLICAS: Final = 16
_PORT: Final = 9200
_EXAMPLE: Final = (
    "opensearch+https://user@search.example.org:9200/archive?password_file=/run/secrets/search"
)


@dataclass(frozen=True, slots=True)
class IndexAddress:
    """A cluster's nodes, and the name under which the archive's index lies there.

    ``shards`` and ``replicas`` are those of the next index that is built.
    """

    urls: tuple[str, ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str | None = None
    shards: int = 1
    replicas: int = 0

    @property
    def shown(self) -> str:
        """The address without user and password, for logs and pages."""
        return f"{', '.join(self.urls)}/{self.name}"


def index_address(name: str) -> IndexAddress | None:
    """Return the cluster that the variable ``name`` names; ``None`` where it names none.

    Raises ``ArchiveError``, which never holds the password.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    shape = _SHAPE.fullmatch(value)
    if shape is None or shape["scheme"] not in _SCHEMES:
        raise ArchiveError(f"{name}: this is no address of a search cluster; write {_EXAMPLE}.")
    path, _, query = (shape["rest"] or "").partition("?")
    options = _options(name, query)
    index = path.strip("/") or "archive"
    if not _NAME.fullmatch(index):
        raise ArchiveError(
            f"{name}: {index} is no name of an index; write small Latin letters, digits, - and _."
        )
    user, _, password = (shape["user"] or "").partition(":")
    return IndexAddress(
        tuple(_url(name, host, _SCHEMES[shape["scheme"]]) for host in shape["hosts"].split(",")),
        index,
        unquote(user),
        _password(name, unquote(password), options.get("password_file")),
        _file(name, options.get("ca_file")),
        _number(name, "shards", options.get("shards", "1"), 1, _MOST_SHARDS),
        _number(name, "replicas", options.get("replicas", "0"), 0, _MOST_REPLICAS),
    )


def _options(name: str, query: str) -> dict[str, str]:
    found = {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}
    for key in found:
        if key not in _OPTIONS:
            raise ArchiveError(f"{name}: it has no option {key}; there are {', '.join(_OPTIONS)}.")
    return found


def _url(name: str, host: str, scheme: str) -> str:
    shape = _HOST.fullmatch(host.strip())
    port = int(shape[2][1:]) if shape is not None and shape[2] else _PORT
    if shape is None or not 0 < port < 65_536:
        raise ArchiveError(
            f"{name}: {host} is no node of a cluster; write search.example.org:9200."
        )
    return f"{scheme}://{shape[1]}:{port}"


def _password(name: str, written: str, file: str | None) -> str:
    if file is None:
        return written
    if written:
        raise ArchiveError(f"{name}: a password and a file of one are given; write one of them.")
    return secret_in_file(name, file)


def _file(name: str, file: str | None) -> str | None:
    if file is not None and not Path(file).is_file():
        raise ArchiveError(f"{name}: there is no file {file} of certificates.")
    return file


def _number(name: str, option: str, written: str, least: int, most: int) -> int:
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= most:
        raise ArchiveError(f"{name}: {option} is a number from {least} to {most}, not {written}.")
    return int(written)
