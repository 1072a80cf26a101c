"""The jars of an OpenSearch node and of a plugin, and its compiled main class, kept between runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Collection
from functools import cache
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).parent / "opensearch_node"
VECTOR_PLUGIN = "org.opensearch.knn.plugin.KNNPlugin"
_VECTOR_ARTEFACT = "org.opensearch.plugin:opensearch-knn:2.19.6.0:zip"


@cache
def missing_tools() -> str:
    """Return what a node needs and this machine lacks; empty where all is there."""
    lacking = [each for each in ("java", "javac", "mvn") if shutil.which(each) is None]
    if lacking:
        return f"{', '.join(lacking)} not found: install a JDK 17 and Maven"
    try:
        class_path(())
    except subprocess.SubprocessError as error:
        return f"Maven's artefacts cannot be had: {error}"
    return ""


def class_path(plugins: Collection[str]) -> str:
    """Return the class path of a node with ``plugins``, named by their classes.

    The jars are fetched by Maven where they are not there yet.
    """
    sources = b"".join(path.read_bytes() for path in sorted(SOURCE.iterdir()) if path.is_file())
    sources += _VECTOR_ARTEFACT.encode()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "khizana-tests"
    folder = cache / f"opensearch-{sha256(sources).hexdigest()[:12]}"
    if not (folder / "classes" / "TestNode.class").exists():
        _build(folder)
    rooms = ("lib", "vectors") if VECTOR_PLUGIN in plugins else ("lib",)
    return os.pathsep.join((str(folder / "classes"), *(str(folder / room / "*") for room in rooms)))


def _build(folder: Path) -> None:
    partial = folder.with_suffix(f".{os.getpid()}")
    partial.mkdir(parents=True)
    subprocess.run(
        [
            *("mvn", "--quiet", "--batch-mode", "--file", str(SOURCE / "pom.xml")),
            "dependency:copy-dependencies",
            f"-DoutputDirectory={partial / 'lib'}",
            "-DincludeScope=runtime",
        ],
        check=True,
        timeout=600,
    )
    subprocess.run(
        [
            *("mvn", "--quiet", "--batch-mode", "dependency:copy"),
            f"-Dartifact={_VECTOR_ARTEFACT}",
            f"-DoutputDirectory={partial}",
        ],
        check=True,
        timeout=600,
    )
    for archive in partial.glob("*.zip"):
        with zipfile.ZipFile(archive) as packed:
            jars = [name for name in packed.namelist() if name.endswith(".jar")]
            packed.extractall(partial / "vectors", jars)
    subprocess.run(
        [
            *("javac", "-cp", f"{partial / 'lib'}/*", "-d", str(partial / "classes")),
            str(SOURCE / "TestNode.java"),
        ],
        check=True,
        timeout=120,
    )
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
