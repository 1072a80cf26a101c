"""Where captures are kept: the archive's folder, or an S3-compatible bucket that a setting names."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.errors import ArchiveError
from archive.secret_files import secret_in_file

SETTING: Final = "ARCHIVE_CAPTURES"
SECRET_FILE: Final = "ARCHIVE_CAPTURES_SECRET_FILE"  # nosec B105  # noqa: S105 - a setting's name
_SCHEMES: Final = {"s3+https": "https", "s3+http": "http"}
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX: Final = re.compile(r"(?:[\w.-]+/)*")


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """A bucket, and the key to it; ``prefix`` is empty or ends with a slash."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str
    secret: str = field(repr=False)

    @property
    def place(self) -> str:
        """The address without the key."""
        return f"{self.endpoint}/{self.bucket}/{self.prefix}"


def bucket_address() -> BucketAddress | None:
    """Return the bucket of ``ARCHIVE_CAPTURES``, ``None`` where it is unset. Raises ``ArchiveError``."""
    value = os.environ.get(SETTING, "").strip()
    if not value:
        return None
    wrong = ArchiveError(f"{SETTING}: write s3+https://key:secret@host/bucket or …/bucket/prefix/.")
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise wrong from None
    bucket, _slash, prefix = parts.path.lstrip("/").partition("/")
    prefix = f"{prefix.rstrip('/')}/" if prefix else ""
    query = dict(parse_qsl(parts.query))
    if (
        parts.scheme not in _SCHEMES
        or not (parts.hostname and parts.username)
        or not _BUCKET.fullmatch(bucket)
        or not _PREFIX.fullmatch(prefix)
        or set(query) - {"region"}
        or parts.fragment
    ):
        raise wrong
    secret = unquote(parts.password) if parts.password else _secret_in_file()
    endpoint = f"{_SCHEMES[parts.scheme]}://{parts.hostname}{port}"
    region = query.get("region", "us-east-1")
    return BucketAddress(endpoint, bucket, prefix, region, unquote(parts.username), secret)


def _secret_in_file() -> str:
    named = os.environ.get(SECRET_FILE, "").strip()
    if not named:
        raise ArchiveError(
            f"{SETTING}: the key has no secret; write s3+https://key:secret@host/bucket, or name a "
            f"file that holds it in {SECRET_FILE}."
        )
    return secret_in_file(SECRET_FILE, named)
