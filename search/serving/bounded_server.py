"""Waitress with bounds: no visitor who sends slowly, or nothing, or too much, holds up the others.

Waitress hands a request to a thread when all of it has come, so that slow senders cost a connection
each and no thread. It lets a connection live as long as anything comes, and stops accepting where
there are too many. Here a request has a time within which it must have come, and where there are
too many connections those go that wait longest, of the address that has most of them.
An answer that is not fetched holds its thread, so that it has a time too.
"""

from __future__ import annotations

import re
import resource
import socket
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from search.serving.turns import TurnDispatcher

THREADS: Final = 8
"""Requests that are answered at once."""
MAX_CONNECTIONS: Final = 500
"""Connections that are open at once: the server looks at all of them each time that anything comes."""
_ACCEPTED_AT_ONCE: Final = 50
"""Connections that are taken in one look at them all."""
MAX_HEADER_BYTES: Final = 32 * 1024
"""Of a request's first line and headers; the longest address that a page links is a third of it."""
HEADER_SECONDS: Final = 10.0
"""Within which the headers of a request must have come, from their first byte on."""
BODY_SECONDS: Final = 60.0
"""Within which a whole request must have come: 2 MB over a slow line."""
IDLE_SECONDS: Final = 15
"""For which a connection may stand without a request."""
STALLED_SECONDS: Final = 60.0
"""For which an answer may wait without a byte of it being fetched."""
ANSWER_SECONDS: Final = 1800.0
"""Within which an answer must be fetched: 100 MB over a slow line."""
LEAVING_SECONDS: Final = 30.0
"""For which a server that is stopped goes on with what it was asked."""
_LEAVING_LOOK_SECONDS: Final = 0.1
_LOOK_SECONDS: Final = 1
"""Between two looks at which connections are overdue."""
_SPARE_FILES: Final = 256
"""Files that the process opens beside connections: database, index, captures."""
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_ROOM: Final = 10
"""Where there are too many connections, one of so many is closed."""


class LenientParser(HTTPRequestParser):
    """Reads addresses in UTF-8 that were not escaped, as programs and people send them.

    It is strict about where a body ends: a request that says it in two ways, or absurdly, is refused
    (RFC 9112, 6.1), since a proxy before this server may have believed the other.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers. Raises ``ParsingError``."""
        line, end, rest = header_plus.partition(b"\r\n")
        escaped = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)
        try:
            super().parse_header(escaped + end + rest)
        except ValueError as error:
            raise ParsingError("Content-Length is invalid") from error
        coded_before_1_1 = "TRANSFER_ENCODING" in self.headers
        if coded_before_1_1 or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("the length of the body is stated twice")


class BoundedChannel(HTTPChannel):
    """A connection that knows since when its request has been coming."""

    parser_class = LenientParser
    receiving_since: float | None = None
    answering_since: float | None = None

    def received(self, data: bytes) -> bool:
        """Take what came; see ``HTTPChannel``."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is None:
            self.receiving_since = None
        elif self.request is not before:
            self.receiving_since = time.time()
        return taken

    def send_continue(self) -> None:
        """Ask for the body, unless the request is refused already."""
        if self.request is not None and self.request.error is None:
            super().send_continue()

    def service(self) -> None:
        """Answer a request; called in a thread."""
        self.answering_since = time.time()
        try:
            super().service()
        finally:
            self.answering_since = None

    def is_left(self, now: float) -> bool:
        """Return whether nobody fetches an answer, or so slowly that it holds a thread too long."""
        since = self.answering_since
        if since is None or not self.total_outbufs_len:
            return False
        return now - self.last_activity > STALLED_SECONDS or now - since > ANSWER_SECONDS

    def cut_off(self) -> None:
        """End the connection from outside the thread that answers."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    @property
    def waiting(self) -> bool:
        """Whether the server waits for the client, which has asked for nothing as yet."""
        return not self.requests and not self.total_outbufs_len

    @property
    def waiting_since(self) -> float:
        """Since when, in seconds of the clock: the request's first byte, else the last activity."""
        return self.last_activity if self.receiving_since is None else self.receiving_since

    def overdue(self, now: float) -> bool:
        """Return whether the request should have come by ``now``."""
        if self.receiving_since is None or self.request is None:
            return False
        allowed = BODY_SECONDS if self.request.headers_finished else HEADER_SECONDS
        return now - self.receiving_since > allowed


class BoundedServer(TcpWSGIServer):
    """A server that closes overdue connections, and makes room where there are too many."""

    channel_class = BoundedChannel
    next_channel_cleanup: float = 0
    leaving = False
    """Set, by a signal too, where the server is to end once it has answered what it was asked."""

    def run(self) -> None:
        """Serve until interrupted, or until ``leaving`` and every request in hand is answered."""
        try:
            while self._map and not self.leaving:
                self._look(self.adj.asyncore_loop_timeout)
            if self.leaving:
                self._leave()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            self.close()

    def _look(self, seconds: float) -> None:
        poll = self.adj.asyncore_use_poll
        self.asyncore.loop(timeout=seconds, map=self._map, use_poll=poll, count=1)

    def _leave(self) -> None:
        """Take no more connections: whoever balances the load goes elsewhere at once."""
        self.del_channel()
        self.socket.close()
        last = time.monotonic() + LEAVING_SECONDS
        while self._map and time.monotonic() < last:
            for channel in list(self.active_channels.values()):
                idle = channel.waiting and channel.receiving_since is None
                channel.will_close = channel.will_close or idle
            if not self.active_channels:
                break
            self._look(_LEAVING_LOOK_SECONDS)

    def maintenance(self, now: float) -> None:
        """Close what is idle or overdue, or does not fetch its answer."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.will_close = True
            elif channel.is_left(now):
                channel.cut_off()

    def readable(self) -> bool:
        """Return whether another connection may come."""
        now = time.time()
        if now >= self.next_channel_cleanup:
            self.next_channel_cleanup = now + self.adj.cleanup_interval
            self.maintenance(now)
        if len(self._map) < self.adj.connection_limit:
            return bool(self.accepting)
        self._make_room()
        return False

    def handle_accept(self) -> None:
        """Take the connections that wait."""
        for _ in range(_ACCEPTED_AT_ONCE):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before or len(self._map) >= self.adj.connection_limit:
                return

    def _make_room(self) -> None:
        """Close the connections that wait longest, of the address that has most of them."""
        waiting: dict[str, list[BoundedChannel]] = defaultdict(list)
        for channel in self.active_channels.values():
            if channel.will_close:
                return  # Room is being made.
            if channel.waiting:
                waiting[channel.addr[0]].append(channel)
        most = max(waiting.values(), key=len, default=[])
        most.sort(key=lambda channel: channel.waiting_since)
        for channel in most[: self.adj.connection_limit // _ROOM + 1]:
            channel.will_close = True


def bounded_server(
    application: Callable[..., Any],
    host: str,
    port: int,
    max_body: int,
    proxy: str | None,
    path: str = "",
    in_turns: bool = True,
) -> BoundedServer:
    """Return a server of ``application`` that listens; ``run`` serves until it is interrupted.

    ``max_body`` are bytes of a request's body. ``proxy`` is the address of the proxy whose word is
    taken for the visitor's address and scheme; nobody else's is. ``path`` is what stands before
    every path of the site, whether the proxy takes it off or not. Requests are answered ``in_turns``
    but where they wait for other machines most of the time. Raises ``OSError``.
    """
    adjustments = Adjustments(
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        url_prefix=path,
        connection_limit=_connections(),
        max_request_header_size=MAX_HEADER_BYTES,
        max_request_body_size=max_body + 1,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=_LOOK_SECONDS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
        **(
            {
                "trusted_proxy": proxy,
                "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
            }
            if proxy
            else {}
        ),
    )
    dispatcher = TurnDispatcher() if in_turns else ThreadedTaskDispatcher()
    dispatcher.set_thread_count(THREADS)
    return BoundedServer(
        application, adj=adjustments, dispatcher=dispatcher, sockinfo=adjustments.listen[0]
    )


def _connections() -> int:
    """Return how many connections may be open; each is an open file, of which there is a limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    room = wanted if soft == resource.RLIM_INFINITY else soft
    return max(min(MAX_CONNECTIONS, room - _SPARE_FILES), THREADS)
