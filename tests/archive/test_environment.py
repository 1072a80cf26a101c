"""What an operator writes into the environment is read as it was meant, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import environment
from archive.errors import ArchiveError

NAME = "ARCHIVE_ALLOWED_HOSTS"


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("archive.example.org", ["archive.example.org"]),
        (" a.example , b.example ", ["a.example", "b.example"]),
        ("a.example,,b.example, ", ["a.example", "b.example"]),
        (" , ", []),
        ("", []),
    ],
)
def test_blank_items_of_a_list_are_dropped(
    monkeypatch: pytest.MonkeyPatch, value: str, items: list[str]
) -> None:
    monkeypatch.setenv(NAME, value)
    assert environment.comma_separated(NAME, ["localhost"]) == items


def test_an_unset_list_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert environment.comma_separated(NAME, ["localhost"]) == ["localhost"]


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), (" Yes ", True), ("off", False), ("", False)]
)
def test_a_flag_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str, on: bool) -> None:
    monkeypatch.setenv("ARCHIVE_HTTPS", value)
    assert environment.flag("ARCHIVE_HTTPS") is on


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HTTPS", "perhaps")
    with pytest.raises(ArchiveError, match="ARCHIVE_HTTPS=perhaps: write 1 for yes or 0 for no"):
        environment.flag("ARCHIVE_HTTPS")


@pytest.mark.parametrize(
    "url", ["postgresql://host:first/news", "postgresql://[host/news", "mysql://host/news", "news"]
)
def test_a_database_address_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("ARCHIVE_DATABASE", url)
    with pytest.raises(ArchiveError, match="ARCHIVE_DATABASE: write postgresql://"):
        environment.database("ARCHIVE_DATABASE", tmp_path)


def test_a_choice_that_is_not_offered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_ACCESS", "secret")
    with pytest.raises(ArchiveError, match="choose one of public, private"):
        environment.choice("ARCHIVE_ACCESS", ("public", "private"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ARCHIVE_ACCES", "ARCHIVE_ACCESS"),
        ("ARCHIVE_ALLOWEDHOSTS", "ARCHIVE_ALLOWED_HOSTS"),
        ("ARCHIVE_DB", "ARCHIVE_"),
        ("ARCHIVE_home", "ARCHIVE_HOME"),
    ],
)
def test_a_slip_in_a_name_is_told_with_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(ArchiveError, match=f"^{name}: there is no such setting.*{meant}"):
        environment.check_names(["PATH", name, *environment.KNOWN])
    environment.check_names(["PATH", "KHIZANA_SHARED", *environment.KNOWN])


@pytest.mark.parametrize(
    "host", ["https://a.example", "a.example:8000", "a.example/khizana", "a b", "[::1"]
)
def test_what_is_no_host_is_refused(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv(NAME, f"localhost,{host}")
    with pytest.raises(ArchiveError, match="is no name of a host; write archive.example.org"):
        environment.hosts(NAME, [])


def test_hosts_and_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = ["a.example", ".b.example", "127.0.0.1", "[::1]", "*", "my-host", "أرشيف.example"]
    monkeypatch.setenv(NAME, ",".join(hosts))
    assert environment.hosts(NAME, []) == hosts
    monkeypatch.setenv("ARCHIVE_TRUSTED_ORIGINS", "https://a.example,http://*.b.example:8443")
    assert len(environment.origins("ARCHIVE_TRUSTED_ORIGINS")) == 2
    for origin in ("a.example", "https://a.example/x", "ftp://a.example"):
        monkeypatch.setenv("ARCHIVE_TRUSTED_ORIGINS", origin)
        with pytest.raises(ArchiveError, match="is no origin; write https://archive.example.org"):
            environment.origins("ARCHIVE_TRUSTED_ORIGINS")


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert not [name for name in environment.KNOWN if f"`{name}`" not in page]
