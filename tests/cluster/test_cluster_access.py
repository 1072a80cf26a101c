"""A user, a password and certificates, asked for by nginx before a node that has none."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.contract import IndexUnavailableError
from search.opensearch import Cluster
from tests.cluster.nodes import RunningCluster, free_ports

pytestmark = pytest.mark.cluster

_CONFIG = """\
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.txt;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/own.pem;
    ssl_certificate_key {folder}/own.key;
    auth_basic "search";
    auth_basic_user_file {folder}/users;
    location / {{ proxy_pass {node}; client_max_body_size 50m; }}
  }}
}}
"""


@pytest.fixture
def guarded(one_node: RunningCluster, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the node behind nginx, and the file of its certificate."""
    nginx, openssl = shutil.which("nginx") or "/usr/sbin/nginx", shutil.which("openssl")
    if not Path(nginx).exists() or openssl is None:
        pytest.skip("nginx or openssl not found")
    (port,) = free_ports(1)
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", str(tmp_path / "own.key"), "-out", str(tmp_path / "own.pem")),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    (tmp_path / "users").write_text("reader:{PLAIN}right\n", encoding="utf-8")
    config = tmp_path / "nginx.conf"
    text = _CONFIG.format(folder=tmp_path, user=getpass.getuser(), port=port, node=one_node.urls[0])
    config.write_text(text, encoding="utf-8")
    process = subprocess.Popen([nginx, "-c", str(config), "-e", str(tmp_path / "error.txt")])
    url = f"https://127.0.0.1:{port}"
    try:
        _wait(url, str(tmp_path / "own.pem"))
        yield url, str(tmp_path / "own.pem")
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, certificates: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            Cluster([url], user="reader", password="right", ca_file=certificates).ask("GET", "/")
        except IndexUnavailableError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("nginx does not come up")


def test_the_right_user_is_answered(guarded: tuple[str, str]) -> None:
    url, certificates = guarded
    cluster = Cluster([url], user="reader", password="right", ca_file=certificates)
    assert cluster.ask("GET", "/")["version"]["number"].startswith("2.19.")


def test_a_wrong_password_is_told_without_saying_it(
    guarded: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    url, certificates = guarded
    cluster = Cluster([url], user="reader", password="verraten", ca_file=certificates)
    with pytest.raises(IndexUnavailableError, match=r"ARCHIVE_INDEX.*password") as told:
        cluster.ask("GET", "/")
    assert "verraten" not in str(told.value) + caplog.text


def test_certificates_that_nobody_signed_are_not_believed(guarded: tuple[str, str]) -> None:
    cluster = Cluster([guarded[0]], user="reader", password="right")
    with pytest.raises(IndexUnavailableError, match="ARCHIVE_INDEX"):
        cluster.ask("GET", "/")
