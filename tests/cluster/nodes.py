"""Real OpenSearch nodes on free ports of this machine, each in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.cluster.node_jars import class_path

HEAP = "384m"
START_SECONDS = 180.0
"""How long a cluster may take to come up on a busy machine; seconds on an idle one."""

_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %-5p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that nobody listens at."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


class RunningNode:
    """A node of a cluster: started in its folder, killed, started again."""

    def __init__(self, folder: Path, name: str, http: int, plugins: Collection[str]) -> None:
        self.folder, self.name, self.http = folder, name, http
        self._plugins = plugins
        self.url = f"http://127.0.0.1:{http}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is not waited for."""
        log = (self.folder / "output.txt").open("ab")
        self._process = subprocess.Popen(
            [
                *("java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC"),
                *("-Dlog4j2.disable.jmx=true", "-cp", class_path(self._plugins)),
                *("TestNode", str(self.folder), *self._plugins),
            ],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it as a loss of power would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGTERM)

    def hang(self) -> None:
        """Let it take connections and answer nothing, until it goes on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def processor_seconds(self) -> float:
        """Return what it has taken of the processors."""
        assert self._process is not None
        told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def output(self) -> str:
        """Return what it said."""
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")


class RunningCluster:
    """Nodes that know each other; ``settings`` and ``plugins`` are those of each beside the usual."""

    def __init__(
        self,
        folder: Path,
        count: int,
        settings: Mapping[str, object] = MappingProxyType({}),
        plugins: Collection[str] = (),
    ) -> None:
        ports = free_ports(2 * count)
        names = [f"n{number}" for number in range(1, count + 1)]
        seeds = [f"127.0.0.1:{port}" for port in ports[count:]]
        self.nodes = [
            _prepared(folder, name, http, transport, names, seeds, settings, plugins)
            for name, http, transport in zip(names, ports[:count], ports[count:], strict=True)
        ]

    @property
    def urls(self) -> list[str]:
        """The addresses of the nodes."""
        return [node.url for node in self.nodes]

    def start(self) -> None:
        """Start all nodes and wait until the cluster has them."""
        for node in self.nodes:
            node.start()
        self.wait(len(self.nodes))

    def wait(self, nodes: int, status: str = "green") -> None:
        """Wait until the cluster has so many nodes and is as healthy as ``status``."""
        path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes={nodes}&timeout=5s"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            for node in self.nodes:
                health = _asked(node.url + path)
                if health and not health["timed_out"] and health["number_of_nodes"] == nodes:
                    return
            time.sleep(0.5)
        told = "\n".join(node.output()[-1500:] for node in self.nodes)
        raise AssertionError(f"the cluster does not come up:\n{told}")

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.kill()


def _asked(url: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own node
            read: dict[str, Any] = json.load(answer)
            return read
    except (OSError, urllib.error.HTTPError, ValueError):
        return None


def _prepared(
    folder: Path,
    name: str,
    http: int,
    transport: int,
    names: Sequence[str],
    seeds: Sequence[str],
    more: Mapping[str, object],
    plugins: Collection[str],
) -> RunningNode:
    config = folder / name / "config"
    config.mkdir(parents=True)
    settings = {
        "cluster.name": f"khizana-tests-{os.getpid()}",
        "node.name": name,
        "network.host": "127.0.0.1",
        "http.port": http,
        "transport.port": transport,
        "discovery.seed_hosts": list(seeds),
        "cluster.initial_cluster_manager_nodes": list(names),
        "node.store.allow_mmap": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        # A lost node is given up soon: its copies are others' in the meantime.
        "cluster.fault_detection.follower_check.timeout": "5s",
        "cluster.fault_detection.leader_check.timeout": "5s",
        **more,
    }
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
    (config / "opensearch.yml").write_text(text, encoding="utf-8")
    (config / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
    return RunningNode(folder / name, name, http, plugins)
