"""The client of a bucket, and what its errors say. The package is imported where one is asked for."""

from __future__ import annotations

import os
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.bucket_address import BucketAddress

if TYPE_CHECKING:
    from minio import Minio
    from urllib3 import PoolManager

_TIMEOUT: Final = 10
"""Seconds for a connection, and for each piece of an answer."""
_CONNECTIONS: Final = 16
"""That are kept open."""


class Bucket(NamedTuple):
    """A client, and the connections that it uses."""

    client: Minio
    http: PoolManager


class RefusedError(Exception):
    """An answer of 400 or more to a signed address."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def code_and_status(error: Exception) -> tuple[str, int]:
    """Return an error's name in the protocol, or its number, and the status of the answer."""
    from minio.error import InvalidResponseError, S3Error, ServerError

    if isinstance(error, S3Error):
        return error.code or "error", error.response.status
    if isinstance(error, RefusedError):
        return str(error.status), error.status
    if isinstance(error, ServerError):
        return str(error.status_code), error.status_code
    if isinstance(error, InvalidResponseError):
        # An answer that is none of a bucket's: a proxy before it, mostly.
        return "no bucket's answer", HTTPStatus.BAD_GATEWAY
    return type(error).__name__, HTTPStatus.BAD_REQUEST


@lru_cache(maxsize=4)
def bucket_of(address: BucketAddress) -> Bucket:
    """Return the client of an address, one for all threads of the process."""
    import certifi
    import urllib3
    from minio import Minio

    http = urllib3.PoolManager(
        timeout=urllib3.Timeout(_TIMEOUT),
        retries=False,
        maxsize=_CONNECTIONS,
        cert_reqs="CERT_REQUIRED",
        ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
    )
    scheme, _sign, host = address.endpoint.partition("://")
    client = Minio(
        host,
        access_key=address.key,
        secret_key=address.secret,
        secure=scheme == "https",
        region=address.region,
        http_client=http,
    )
    return Bucket(client, http)
