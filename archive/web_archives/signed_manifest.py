"""An export as a file on a disk: whole or not there, with its SHA-256 beside it, and a signature.

The manifest is in the form of ``sha256sum`` (GNU coreutils), so that anybody can check it. It is
signed by ``ssh-keygen -Y sign`` (OpenSSH 8.0 and later; PROTOCOL.sshsig), with the operator's key.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError

NAMESPACE: Final = "file"
"""What a signature is for, which OpenSSH asks for; this is its own name for files."""
_PART: Final = ".part"
_SECONDS: Final = 60
"""For a signature: a key on a token waits for a touch."""


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """A file that was written: its SHA-256 and size in bytes, and what stands beside it."""

    path: Path
    sha256: str
    size: int
    manifest: Path
    signature: Path | None


def write_export(pieces: Iterable[bytes], path: Path, key: Path | None = None) -> WrittenExport:
    """Write a file with its manifest, signed where there is a ``key``; nothing is left half.

    Raises:
        ArchiveError: the place is taken or cannot be written to, or the key cannot sign.
    """
    manifest = path.with_name(f"{path.name}.sha256")
    if path.exists():
        raise ArchiveError(f"{path} is there already; name another file, or move it away.")
    if key is not None and not key.is_file():
        raise ArchiveError(f"{key}: there is no such key; make one with: ssh-keygen -t ed25519")
    part = path.with_name(f"{path.name}{_PART}")
    try:
        digest, size = _write(pieces, part)
        manifest.write_text(f"{digest}  {path.name}\n", encoding="utf-8")
        signature = None if key is None else _sign(manifest, key)
        os.replace(part, path)
    except BaseException as error:
        for begun in (part, manifest, _signature_of(manifest)):
            begun.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise ArchiveError(f"{path} cannot be written ({error.strerror or error}).") from error
        raise
    return WrittenExport(path, digest, size, manifest, signature)


def _write(pieces: Iterable[bytes], part: Path) -> tuple[str, int]:
    digest, size = sha256(), 0
    with part.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _sign(manifest: Path, key: Path) -> Path:
    """Sign a manifest; return the file of the signature.

    Raises:
        ArchiveError: there is no ssh-keygen, or it cannot sign with this key.
    """
    # It asks before it writes over a file, and a run that was killed may have left one.
    _signature_of(manifest).unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(manifest)]
    try:
        # The operator's own program, with a key and a file that the operator names.
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # nosec B603  # noqa: S603
    except FileNotFoundError:
        raise ArchiveError(
            "there is no ssh-keygen here, which signs; install OpenSSH, or leave --sign-with out."
        ) from None
    except subprocess.TimeoutExpired:
        raise ArchiveError(f"{key}: no signature came within {_SECONDS} seconds.") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ArchiveError(f"{key}: no signature could be made ({why[-1] if why else 'unknown'}).")
    return _signature_of(manifest)


def _signature_of(manifest: Path) -> Path:
    return manifest.with_name(f"{manifest.name}.sig")
