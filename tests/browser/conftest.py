"""A real site over a real archive, and a real browser."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.forked_commands import ForkedCommand
from tests.processes import manage, new_demonstration, started

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60.0
expect.set_options(timeout=15_000)  # Milliseconds: other tests run beside.


class Site:
    """An archive of the tests' own, served by ``manage.py serve``."""

    def __init__(self, home: Path, port: int, host: str = "127.0.0.1", **environment: str) -> None:
        self.home = home
        self.url = f"http://{host}:{port}"
        self._more = environment
        self.password = secrets.token_urlsafe(12)
        self._port = port

    def manage(self, *arguments: str) -> None:
        """Run a command of the archive to its end."""
        manage(self.environment(), *arguments).check_returncode()

    def start(self) -> ForkedCommand:
        """Serve the site and return its process once the site answers."""
        process = started(self.environment(), "serve", "--port", str(self._port))
        try:
            self.wait_for_answers(process)
        except RuntimeError:
            process.kill()
            raise
        return process

    def wait_for_answers(self, process: ForkedCommand) -> None:
        """Wait until the site answers. Raises ``RuntimeError`` where it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                urlopen(f"{self.url}/health/", timeout=5)  # noqa: S310 - our own http address
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"{self.url} does not answer")

    def wait_for_suggestions(self) -> None:
        """Wait until the site suggests something: until then what is typed gets no answer."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with urlopen(f"{self.url}/suggest/?q={quote('دمش')}", timeout=30) as answer:  # noqa: S310
                if json.load(answer)["suggestions"]:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"{self.url} suggests nothing")

    def wait_for_jobs(self) -> None:
        """Wait until the work in the background is done: what it writes changes open forms."""
        deadline = time.monotonic() + START_SECONDS
        question = "SELECT count(*) FROM archive_job WHERE state IN ('waiting', 'running')"
        while time.monotonic() < deadline:
            with closing(sqlite3.connect(self.home / "archive.sqlite3", timeout=30)) as database:
                if database.execute(question).fetchone() == (0,):
                    return
            time.sleep(0.2)
        raise RuntimeError(f"{self.url} goes on working")

    def environment(self) -> dict[str, str]:
        """Return the environment in which commands work on the archive."""
        return {
            **os.environ,
            "ARCHIVE_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "DJANGO_SUPERUSER_PASSWORD": self.password,
            **self._more,
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; without one the browser tests are skipped, or fail in CI.

    Where Debian's ``chromium-headless-shell`` is installed, it is taken: the same engine without
    the windows and menus that nobody sees, and a third of the processor time for each page.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        path = shutil.which(name)
        if path is not None:
            return path
    message = "no Chromium on this system: install it to run the browser tests"
    if os.environ.get("KHIZANA_REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration documents, served."""
    served = Site(tmp_path_factory.mktemp("site"), free_port())
    new_demonstration(served.home)
    served.manage("createsuperuser", "--noinput", "--username", "editor", "--email", "e@x.example")
    process = served.start()
    try:
        served.wait_for_suggestions()
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def site_url(site: Site) -> str:
    """The address of the site."""
    return site.url


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the tests of a file.

    Playwright keeps an event loop running while it is there, and Django refuses the database
    to the thread of one: the same process runs other files afterwards.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A reader at a desk who came for the first time; script errors fail the test."""
    context = browser.new_context(
        base_url=site_url, viewport={"width": 1280, "height": 900}, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert errors == []
