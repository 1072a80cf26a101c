"""The nodes of a cluster, asked with a bound on time, their errors told in plain sentences."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any, Final, Self

from opensearchpy import OpenSearch
from opensearchpy import exceptions as failures

from archive.index_address import IndexAddress
from search.contract import IndexUnavailableError, QueryTooCostlyError
from search.opensearch.remembered_node import RememberedNode

SETTING: Final = "ARCHIVE_INDEX"
"""The setting that names a cluster."""
WRITE_SECONDS: Final = 60.0
"""How long an answer to a writer is waited for: a bulk load takes its time."""
READ_SECONDS: Final = 15.0
"""The same for a reader who has no time of his own."""
_FIRST_SECONDS: Final = 1.0
"""How long a node is waited for that is asked for little; then another is asked.

A node that waits in vain for one that hangs avoids that one from then on: so two may have to be
asked in vain, once each.
"""
_SEARCH_PART: Final = 0.8
"""Part of a search's time that the first node has."""
_GRACE_SECONDS: Final = 0.5
"""How much longer than the cluster itself its answer is waited for."""
_NOT_NOW: Final = frozenset({502, 503, 504})
"""What a node, or a proxy before it, answers where the cluster lacks a shard or a manager."""
_LOST_NODE: Final = ("node_disconnected", "node_not_connected", "node_closed", "disconnected")
"""What the node that was asked says where another, whose part of the answer it waited for, is gone."""
_TOO_COSTLY: Final = (
    "circuit_breaking_exception",
    "es_rejected_execution_exception",
    "rejected_execution_exception",
    "opensearch_rejected_execution_exception",
    "too_many_buckets_exception",
    "too_many_clauses",
    "too_many_nested_clauses",
    "too_complex_to_determinize_exception",
    "task_cancelled_exception",
    "time exceeded",
)
"""What OpenSearch answers to a search that would cost it too much."""


class ClusterAwayError(IndexUnavailableError):
    """No node of the cluster answers, or none has the shards."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{SETTING}: the search cluster {where} does not answer ({why}); look at the address "
            "and at its nodes"
        )


class NodeLostError(ClusterAwayError):
    """A node was lost while the others put an answer together; asked again, they do without it."""


class SilentNodeError(QueryTooCostlyError):
    """A node took the question and said nothing in time: it hangs, or what it waits for does."""


class ClusterAnswerError(IndexUnavailableError):
    """The cluster answers with an error that this program does not expect."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{SETTING}: the search cluster {where} answers with an error: {why}")


class NotInClusterError(IndexUnavailableError):
    """What was asked for is not in the cluster, or no more."""

    def __init__(self, where: str, path: str) -> None:
        super().__init__(
            f"{SETTING}: the search cluster {where} has no {path}; rebuild_index makes one"
        )


class ConflictError(Exception):
    """Another wrote the same document first."""


class ClusterRefusedError(IndexUnavailableError):
    """The cluster answers, and refuses this user."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{SETTING}: the search cluster {where} refuses the user or the password; mend them in "
            "the setting, or in the file that it names"
        )


class Cluster:
    """Connections to the nodes of a cluster; threads may share them.

    ``urls`` are those of the nodes. A node that takes no connection is asked again later, and
    another one at once. What a node that hangs was asked is asked once more of another, within the
    same time, where it changes nothing.
    """

    def __init__(
        self,
        urls: Sequence[str],
        *,
        user: str = "",
        password: str = "",
        ca_file: str | None = None,
    ) -> None:
        self.where: Final = ", ".join(urls)
        secure = any(url.startswith("https:") for url in urls)
        tls: dict[str, Any] = {"verify_certs": True, "ca_certs": ca_file} if secure else {}
        self._client: Final = OpenSearch(
            list(urls),
            http_auth=(user, password) if user else None,
            max_retries=max(len(urls), 2) - 1,
            retry_on_timeout=False,
            dead_timeout=5,
            transport_class=RememberedNode,
            pool_maxsize=16,
            **tls,
        )
        transport = self._client.transport
        assert isinstance(transport, RememberedNode)
        self._transport: Final = transport

    @classmethod
    def at(cls, address: IndexAddress) -> Self:
        """Return connections to the cluster that a setting names."""
        return cls(
            address.urls, user=address.user, password=address.password, ca_file=address.ca_file
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None = None,
        *,
        seconds: float | None = None,
        missing_is_none: bool = False,
        **params: Any,
    ) -> Any:
        """Send one request to one node and return the answer.

        ``seconds`` is how long an answer is waited for. Raises ``IndexUnavailableError``,
        ``QueryTooCostlyError``; ``NotInClusterError`` where there is no such thing, unless
        ``missing_is_none``.
        """
        params["request_timeout"] = WRITE_SECONDS if seconds is None else seconds + _GRACE_SECONDS
        if missing_is_none:
            params["ignore"] = 404
        with self._told_plainly(seconds):
            try:
                answer = self._transport.perform_request(method, path, params=params, body=body)
            except failures.NotFoundError as error:
                raise NotInClusterError(self.where, path) from error

        is_missing = missing_is_none and isinstance(answer, dict) and _is_missing(answer)
        return None if is_missing else answer

    def written(self, path: str, document: Mapping[str, Any], **params: Any) -> bool:
        """Write one document where ``params`` allow it; return whether they did.

        Raises ``IndexUnavailableError``.
        """
        try:
            self.ask("PUT", path, document, **params)
        except ConflictError:
            return False
        return True

    def read(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | None = None,
        *,
        seconds: float | None = None,
        first: float = _FIRST_SECONDS,
        **params: Any,
    ) -> Any:
        """Ask for what changes nothing: again, twice at most, where a node is lost or hangs meanwhile.

        All answers are waited for ``seconds`` at most, each but the last for ``first``. Raises as
        ``ask`` does.
        """
        most = READ_SECONDS if seconds is None else seconds
        end = time.monotonic() + most
        for wait in (first, first):
            left = max(end - time.monotonic(), 0.0)
            with suppress(NodeLostError, SilentNodeError):
                return self.ask(method, path, body, seconds=min(wait, left), **params)
        left = max(end - time.monotonic(), 0.0)
        try:
            return self.ask(method, path, body, seconds=left, **params)
        except SilentNodeError as error:
            if seconds is None:
                raise ClusterAwayError(self.where, "it takes too long") from error
            raise

    def search(self, index: str, body: Mapping[str, Any], seconds: float | None) -> Any:
        """Return the answer to one search of ``index``, the whole of it or none.

        Raises ``QueryTooCostlyError`` past ``seconds``, ``IndexUnavailableError``.
        """
        asked, first = dict(body), _FIRST_SECONDS
        if seconds is not None:
            first = _SEARCH_PART * seconds
            asked["timeout"] = f"{max(int(first * 1000), 1)}ms"
        path = f"/{index}/_search" if index else "/_search"
        whole = {"allow_partial_search_results": "false"}
        answer = self.read("POST", path, asked, seconds=seconds, first=first, **whole)
        if answer.get("timed_out"):
            raise QueryTooCostlyError(seconds or 0.0)
        return answer

    def count_each(
        self, index: str, queries: Sequence[Mapping[str, Any]], seconds: float | None = None
    ) -> list[int]:
        """Return how many documents each of ``queries`` finds, asked for at once."""
        if not queries:
            return []
        lines: list[Mapping[str, Any]] = []
        for query in queries:
            lines += [{}, {"size": 0, "track_total_hits": True, "query": query}]
        found = self.read("POST", f"/{index}/_msearch", _lines(lines), seconds=seconds)
        answers = found["responses"]
        for answer in answers:
            if "error" in answer:
                if _any_of(_TOO_COSTLY, str(answer["error"])):
                    raise QueryTooCostlyError(seconds or 0.0)
                raise ClusterAwayError(self.where, str(answer["error"].get("type")))
        return [answer["hits"]["total"]["value"] for answer in answers]

    def bulk(self, index: str, lines: Iterable[Mapping[str, Any]], refresh: bool) -> list[Any]:
        """Send actions of the bulk interface; return the answer to each.

        Raises ``IndexUnavailableError``.
        """
        seen = "true" if refresh else "false"
        try:
            answer = self.ask("POST", f"/{index}/_bulk", _lines(lines), refresh=seen)
        except QueryTooCostlyError:
            return [{"index": {"status": 429}}]
        return list(answer["items"])

    def _refusal(self, error: failures.TransportError) -> IndexUnavailableError:
        """Return what a refusal is: a full disk makes an index read-only, which is one, too."""
        if "cluster_block" in str(error.error):
            return ClusterAnswerError(self.where, _reason(error))
        return ClusterRefusedError(self.where)

    @contextmanager
    def _told_plainly(self, seconds: float | None) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        except (failures.AuthenticationException, failures.AuthorizationException) as error:
            raise self._refusal(error) from error
        except failures.ConnectionTimeout as error:
            self._transport.leave_alone_if_it_hangs()
            if seconds is None:
                raise ClusterAwayError(self.where, "it takes too long") from error
            raise SilentNodeError(seconds) from error
        except failures.ConnectionError as error:
            raise ClusterAwayError(self.where, _reason(error)) from error
        except failures.NotFoundError:
            raise
        except failures.ConflictError as error:
            raise ConflictError from error
        except failures.TransportError as error:
            raise self._failure(error, time.monotonic() - began, seconds) from error

    def _failure(
        self, error: failures.TransportError, spent: float, seconds: float | None
    ) -> Exception:
        """Return what an answer of the cluster means that is an error."""
        if _is_too_costly(error):
            return QueryTooCostlyError(spent if seconds is None else seconds)
        if error.status_code != HTTPStatus.BAD_REQUEST and _says(error, _LOST_NODE):
            return NodeLostError(self.where, _reason(error))
        if error.status_code in _NOT_NOW:
            return ClusterAwayError(self.where, _reason(error))
        return ClusterAnswerError(self.where, _reason(error))


def _is_missing(answer: Mapping[str, Any]) -> bool:
    return answer.get("status") == 404 or answer.get("found") is False


def _lines(lines: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _is_too_costly(error: failures.TransportError) -> bool:
    return error.status_code == 429 or _says(error, _TOO_COSTLY)


def _says(error: failures.TransportError, words: Iterable[str]) -> bool:
    return _any_of(words, f"{error.error} {error.info}")


def _any_of(words: Iterable[str], told: str) -> bool:
    return any(each in told.lower() for each in words)


def _reason(error: failures.TransportError) -> str:
    """Return what an error says in one line, without an address that may hold a password."""
    told = str(error.error) if len(error.args) > 1 else type(error).__name__
    info = error.info if len(error.args) > 2 else None
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        causes = info["error"].get("root_cause") or [info["error"]]
        told = str(causes[0].get("reason") or told)
    return type(error).__name__ if "@" in told else told.splitlines()[0][:200]
