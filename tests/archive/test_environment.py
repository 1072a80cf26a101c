"""What an operator writes into the environment is read as it was meant, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import environment
from archive.database_settings import database_settings
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
        database_settings(tmp_path)


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


def test_https_without_a_declared_proxy_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_HTTPS", "1")
    with pytest.raises(ArchiveError, match="ARCHIVE_HTTPS=1 needs ARCHIVE_PROXY"):
        environment.https("ARCHIVE_HTTPS", None)
    assert environment.https("ARCHIVE_HTTPS", "127.0.0.1")


@pytest.mark.parametrize("value", ["*", "localhost", "10.0.0.0/8", "127.0.0.1,::1"])
def test_what_is_no_address_of_a_proxy_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ARCHIVE_PROXY", value)
    with pytest.raises(ArchiveError, match="ARCHIVE_PROXY: .* is no address of a machine"):
        environment.proxy("ARCHIVE_PROXY")


def test_the_address_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.public_address("ARCHIVE_PUBLIC_URL") is None
    monkeypatch.setenv("ARCHIVE_PUBLIC_URL", "https://example.org:8443/khizana/")
    found = environment.public_address("ARCHIVE_PUBLIC_URL")
    assert found is not None
    assert (found.origin, found.host, found.path, found.https) == (
        "https://example.org:8443",
        "example.org",
        "/khizana",
        True,
    )
    for wrong in ("example.org", "https://", "ftp://a.example/", "https://a.example/?x", "//a/b"):
        monkeypatch.setenv("ARCHIVE_PUBLIC_URL", wrong)
        with pytest.raises(ArchiveError, match="is no address of a site"):
            environment.public_address("ARCHIVE_PUBLIC_URL")


def test_the_origin_of_captured_pages_is_of_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    site = environment.PublicAddress("https://a.example", "a.example", "/khizana")
    name = "ARCHIVE_REPLAY_URL"
    assert environment.replay_address(name, None) is None
    monkeypatch.setenv(name, "https://replay.a.example/")
    found = environment.replay_address(name, site)
    assert found is not None
    assert found.origin == "https://replay.a.example"
    with pytest.raises(ArchiveError, match="needs ARCHIVE_PUBLIC_URL"):
        environment.replay_address(name, None)
    for wrong, words in (
        ("https://a.example:8443/", "is the site's own host"),
        ("https://replay.a.example/x/", "has a path"),
        ("http://replay.a.example/", "both with https"),
        ("replay.a.example", "is no address of a site"),
    ):
        monkeypatch.setenv(name, wrong)
        with pytest.raises(ArchiveError, match=words):
            environment.replay_address(name, site)


@pytest.mark.parametrize("value", ["-1", "1.5", "٣", "731", "forever"])
def test_what_is_no_number_of_days_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ARCHIVE_HSTS_DAYS", value)
    with pytest.raises(ArchiveError, match="write a whole number from 0 to 730"):
        environment.whole_number("ARCHIVE_HSTS_DAYS", 730)


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://localhost:8000/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://127.8.8.8/", True),
        ("http://archive.localhost/", True),
        ("http://192.168.1.20:8000/", False),
        ("https://archive.example.org/", False),
    ],
)
def test_an_address_of_ones_own_machine_is_known(
    monkeypatch: pytest.MonkeyPatch, address: str, loopback: bool
) -> None:
    monkeypatch.setenv("ARCHIVE_PUBLIC_URL", address)
    found = environment.public_address("ARCHIVE_PUBLIC_URL")
    assert found is not None
    assert found.is_loopback == loopback


def test_the_former_name_of_a_setting_tells_the_new_one() -> None:
    with pytest.raises(ArchiveError, match="ARCHIVE_ADDRESS is called ARCHIVE_PUBLIC_URL now"):
        environment.check_names(["ARCHIVE_ADDRESS"])
