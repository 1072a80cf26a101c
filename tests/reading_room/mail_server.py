"""A mail server that keeps what it is sent: as much of SMTP (RFC 5321) as a client needs."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What the server took: for each message its sender, its recipients and its bytes."""

    port: int
    refused: set[str] = field(default_factory=set)
    """Recipients that it does not know."""
    messages: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    """One connection, a command a line."""

    mailbox: Mailbox

    def handle(self) -> None:
        self.say("220 mail.example ESMTP")
        sender, recipients = "", list[str]()
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, address = line[:4].upper(), line.partition("<")[2].partition(">")[0]
            if verb in ("EHLO", "HELO"):
                self.say("250-mail.example\r\n250 SMTPUTF8" if verb == "EHLO" else "250 mail")
            elif verb == "MAIL":
                sender, recipients = address, []
                self.say("250 OK")
            elif verb == "RCPT" and address in self.mailbox.refused:
                self.say("550 5.1.1 no such mailbox")
            elif verb == "RCPT":
                recipients.append(address)
                self.say("250 OK")
            elif verb == "DATA" and recipients:
                self.say("354 go on")
                self.mailbox.messages.append((sender, recipients, self.message()))
                self.say("250 OK")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK" if verb in ("RSET", "NOOP") else "503 not now")

    def message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Serve on a port of this machine; the server is away after the block."""

    class Session(_Session):
        pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        Session.mailbox = Mailbox(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield Session.mailbox
        server.shutdown()
        thread.join()
