"""Which node was asked last, so that one that hangs can be left alone."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any, Final

from opensearchpy import Transport
from opensearchpy import exceptions as failures

_LIFE_SECONDS: Final = 0.5
"""How long a sign of life is waited for: a node that lives gives it in a few milliseconds."""


class RememberedNode(Transport):
    """Sends requests to the nodes in turn, and knows which node each thread asked last.

    A node that refuses a connection is left alone for a while by itself. One that takes it and
    answers nothing looks alive: whoever waited for it in vain says so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: Final = threading.local()

    def get_connection(self) -> Any:
        """Return a connection to the node whose turn it is."""
        self._asked.connection = super().get_connection()
        return self._asked.connection

    def leave_alone_if_it_hangs(self) -> None:
        """Ask the node that this thread asked last nothing for some seconds, unless it is alive.

        It is where it waits for another, which the cluster itself finds out.
        """
        asked = self._asked.connection
        try:
            with suppress(failures.AuthenticationException, failures.AuthorizationException):
                asked.perform_request("GET", "/", timeout=_LIFE_SECONDS)
        except failures.TransportError:
            self.mark_dead(asked)
