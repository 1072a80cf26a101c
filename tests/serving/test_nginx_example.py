"""The example of the deployment page, run by a real nginx before the site's own server."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from search.serving.bounded_server import BoundedServer, bounded_server
from tests.serving.test_bounded_server import application

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx here"
    ),
]

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
HOST = "archive.example.org"


class Proxy:
    """A running nginx; ``connect`` opens a connection to it by TLS."""

    def __init__(self, port: int, plain_port: int) -> None:
        self.port, self.plain_port = port, plain_port
        self._context = ssl.create_default_context()
        self._context.check_hostname = False
        self._context.verify_mode = ssl.CERT_NONE

    def get(
        self, path: str = "/", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=10, context=self._context
        )
        try:
            sent = {"Host": HOST, **(headers or {})}
            connection.request("POST" if body else "GET", path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def site() -> Iterator[BoundedServer]:
    server = bounded_server(application, "127.0.0.1", 0, 2_000_000, "127.0.0.1")
    threading.Thread(target=server.run, daemon=True).start()
    yield server
    server._map.clear()


@pytest.fixture
def proxy(tmp_path: Path, site: BoundedServer) -> Iterator[Proxy]:
    port, plain_port = free_port(), free_port()
    certificate = make_certificate(tmp_path)
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    example = example.replace("127.0.0.1:8000", f"127.0.0.1:{site.effective_port}")
    example = example.replace("listen 80;", f"listen 127.0.0.1:{plain_port};")
    example = example.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    example = example.replace("/var/log/nginx/khizana.log", f"{tmp_path}/requests.log")
    for name, path in zip(("fullchain", "privkey"), certificate, strict=True):
        example = re.sub(rf"/etc/\S+/{name}\.pem", str(path), example)
    configuration = tmp_path / "nginx.conf"
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Its workers write bodies into the test's folder, which is this account's alone.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(
        f"daemon off; {user} pid {tmp_path}/pid; error_log {tmp_path}/error.log; worker_processes 1;"
        f"events {{ worker_connections 1024; }} http {{ access_log off; {folders}\n{example}\n}}"
    )
    command = ["nginx", "-p", str(tmp_path), "-c", str(configuration)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for_port(port)
    yield Proxy(port, plain_port)
    process.terminate()
    process.wait(10)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    arguments = f"req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={HOST}".split()
    made = ["openssl", *arguments, "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(made, check=True, capture_output=True)
    return certificate, key


def wait_for_port(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


def test_the_site_learns_the_scheme_and_the_visitors_address(proxy: Proxy) -> None:
    assert proxy.get() == (200, "127.0.0.1 https 0")


def test_a_forged_address_goes_no_further(proxy: Proxy) -> None:
    forged = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}
    assert proxy.get(headers=forged) == (200, "127.0.0.1 https 0")


def test_who_comes_by_http_is_led_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
    connection.request("GET", "/search/?q=x", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/search/?q=x")


def test_no_key_stands_in_the_log(proxy: Proxy, tmp_path: Path) -> None:
    proxy.get("/search/feed/?q=x&key=khzfeed_SECRET&lang=en")
    proxy.get("/list/khzlist_SECRET/")
    log = tmp_path / "requests.log"
    for _ in range(100):
        if (told := log.read_text(encoding="utf-8") if log.exists() else "").count("\n") == 2:
            break
        time.sleep(0.05)
    assert "key=...&lang=en" in told
    assert "/list/khzlist_.../" in told
    assert "SECRET" not in told


def test_a_large_form_is_refused_and_a_long_address_is_read(proxy: Proxy) -> None:
    assert proxy.get(body=b"x" * 1_900_000)[0] == 200
    assert proxy.get(body=b"x" * 3_000_000)[0] == 413
    assert proxy.get("/search/?q=" + "%D8%A7" * 2_000)[0] == 200


def test_who_asks_without_end_is_told_to_wait(proxy: Proxy) -> None:
    with ThreadPoolExecutor(8) as askers:  # One after the other a slow machine asks too seldom.
        statuses = list(askers.map(lambda _: proxy.get()[0], range(160)))
    assert statuses.count(200) >= 40
    assert 429 in statuses


def test_half_sent_requests_do_not_reach_the_site(proxy: Proxy, site: BoundedServer) -> None:
    with ExitStack() as stack:
        for _ in range(25):
            opened = stack.enter_context(
                socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
            )
            opened.sendall(b"\x16\x03\x01")
        assert proxy.get()[0] == 200
        assert len(site.active_channels) < 20


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("khizana*.[st]*")))
def test_systemd_reads_the_units(tmp_path: Path, unit: str) -> None:
    """Paths of the example are put in place of those that this machine has."""
    for path in DEPLOY.glob("khizana*.[st]*"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            re.sub(r"/srv/khizana-program/.venv/bin/python", "/bin/true", text)
        )
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit)], capture_output=True, text=True
    )
    told = [line for line in checked.stderr.splitlines() if "khizana" in line]
    assert told == []
