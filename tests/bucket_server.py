"""A real S3-compatible server of the tests' own (s3s-fs), and one that is busy at first."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.bucket_address import BucketAddress

BUCKET = "captures"
_BUSY = (
    b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: 45\r\n"
    b"Connection: close\r\n\r\n<Error><Code>SlowDown</Code><Message/></Error>"
)


def program() -> str | None:
    """Return the server's program, ``None`` where it is not installed."""
    cargo = Path.home() / ".cargo/bin/s3s-fs"
    return (
        os.environ.get("KHIZANA_S3S_FS")
        or shutil.which("s3s-fs")
        or (str(cargo) if cargo.exists() else None)
    )


@dataclass(frozen=True, slots=True)
class BucketServer:
    """A server that runs, over a folder."""

    folder: Path
    port: int
    key: str
    secret: str

    def address(self, port: int = 0, secret: str = "", bucket: str = BUCKET) -> BucketAddress:
        """Return the address of the bucket, through another port where one is given."""
        endpoint = f"http://127.0.0.1:{port or self.port}"
        return BucketAddress(endpoint, bucket, "", "us-east-1", self.key, secret or self.secret)


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    """Start a server with an empty bucket."""
    named = program()
    assert named is not None
    (folder / BUCKET).mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = BucketServer(folder, port, "archivist", secrets.token_hex(16))
    command = [named, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--access-key", server.key, "--secret-key", server.secret, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


@contextmanager
def busy_at_first(server: BucketServer, refusals: int) -> Iterator[int]:
    """Yield a port that answers so many connections with 503, and passes on those that follow."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        left = refusals
        while True:
            try:
                connection, _from = listening.accept()
            except OSError:
                return
            if left:
                left -= 1
                _refuse(connection)
            else:
                other = socket.create_connection(("127.0.0.1", server.port))
                for one, two in ((connection, other), (other, connection)):
                    threading.Thread(target=_pass_on, args=(one, two), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    with closing(listening):
        yield int(listening.getsockname()[1])


def _refuse(connection: socket.socket) -> None:
    with closing(connection), suppress(OSError):
        connection.settimeout(1)
        connection.recv(65536)
        connection.sendall(_BUSY)


def _pass_on(one: socket.socket, two: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            two.sendall(piece)
    for each in (one, two):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
