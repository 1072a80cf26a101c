"""The setting that names a cluster is read as it was meant, or refused in a sentence without its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.index_address import IndexAddress, index_address

NAME = "ARCHIVE_INDEX"


def read(monkeypatch: pytest.MonkeyPatch, value: str) -> IndexAddress | None:
    monkeypatch.setenv(NAME, value)
    return index_address(NAME)


def test_without_it_the_index_lies_in_the_archives_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, "  ") is None


def test_a_cluster_is_read_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret, certificates = tmp_path / "secret", tmp_path / "ca.pem"
    secret.write_text("p@ss:w/rd\n", encoding="utf-8")
    certificates.touch()
    address = read(
        monkeypatch,
        f"opensearch+https://reader@one:9201,two/news?password_file={secret}"
        f"&ca_file={certificates}&shards=3&replicas=1",
    )
    assert address == IndexAddress(
        ("https://one:9201", "https://two:9200"),
        *("news", "reader", "p@ss:w/rd", str(certificates), 3, 1),
    )
    assert "p@ss" not in repr(address)
    assert address.shown == "https://one:9201, https://two:9200/news"


def test_a_password_in_it_is_unquoted(monkeypatch: pytest.MonkeyPatch) -> None:
    address = read(monkeypatch, "opensearch://u:a%40b%3Ac@[::1]:9200")
    assert address is not None
    assert (address.urls, address.name) == (("http://[::1]:9200",), "archive")
    assert (address.user, address.password) == ("u", "a@b:c")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("elastic://u:geheim@one", "no address of a search cluster"),
        ("/var/index", "no address of a search cluster"),
        ("opensearch://u:geheim@one:99999", "no node of a cluster"),
        ("opensearch://u:geheim@one two", "no node of a cluster"),
        ("opensearch://u:geheim@one/News", "no name of an index"),
        ("opensearch://u:geheim@one/news?shard=3", "no option shard"),
        ("opensearch://u:geheim@one/news?shards=0", "shards is a number from 1"),
        ("opensearch://u:geheim@one/news?replicas=many", "replicas is a number from 0"),
        ("opensearch://u:geheim@one?password_file=/absent", "a password and a file of one"),
        ("opensearch://u@one?password_file=/absent/file", "/absent/file: No such file"),
        ("opensearch+https://one?ca_file=/absent/ca.pem", "no file /absent/ca.pem"),
    ],
)
def test_what_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str, told: str
) -> None:
    with pytest.raises(ArchiveError, match=told) as refused:
        read(monkeypatch, value)
    assert str(refused.value).startswith(NAME)
    assert "geheim" not in str(refused.value)
