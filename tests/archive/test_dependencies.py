"""What is installed is what was tested: each package is pinned, those too that others bring along."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^([\w.-]+)==(\S+)$", re.MULTILINE)


def key(name: str) -> str:
    """Return a package's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(*files: str) -> dict[str, str]:
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    return {key(name): version for name, version in _PIN.findall(text)}


RUN = ("requirements.txt", "constraints.txt")
ASSISTANT = ("requirements-mcp.txt", "constraints-mcp.txt")
CLUSTER = ("requirements-cluster.txt", "constraints-cluster.txt")


@pytest.mark.parametrize("files", [RUN, RUN + ASSISTANT, RUN + CLUSTER])
def test_every_package_is_pinned(files: tuple[str, ...]) -> None:
    asked = [name for name in files if name.startswith("requirements")]
    pins, waiting = pinned(*files), [*pinned(*asked)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        installed = distribution(name)
        assert pins.get(name) == installed.version, name
        for needed in map(Requirement, installed.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(key(needed.name))
    assert set(pins) == found


def test_every_package_that_is_asked_for_has_a_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    asked = ("requirements.txt", "requirements-mcp.txt", "requirements-cluster.txt")
    for name in pinned(*asked, "requirements-dev.txt"):
        assert name in told or name.replace("-", "_") in told, name
