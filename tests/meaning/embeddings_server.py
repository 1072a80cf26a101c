"""A server of embeddings in OpenAI's form, on a free port of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]
"""Status and body for what is asked."""


class MadeServer(ThreadingHTTPServer):
    """Answers by ``answer``, which a test may set; ``asked`` is what it was asked, with the path."""

    answer: Answer
    asked: list[dict[str, Any]]

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: MadeServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **asked})
        status, body = self.server.answer(asked)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def embeddings_server(answer: Answer) -> Iterator[MadeServer]:
    """Serve until the end of the block."""
    made = MadeServer(("127.0.0.1", 0), _Handler)
    made.answer, made.asked = answer, []
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
