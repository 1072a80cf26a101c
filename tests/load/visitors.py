"""Readers who follow links and search, and an editor who saves and looks for what was saved."""

from __future__ import annotations

import gzip
import html
import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from lxml import html as pages

from tests.load.made_news import WORDS

TIMEOUT: Final = 30.0
"""Seconds after which an answer that has not come is an error."""
FOUND_WITHIN: Final = 10.0
"""Seconds within which an edit must be found by a search."""
THINKING: Final = 2.0
"""Seconds between two pages of a reader, in the mean."""
_LONGEST_THOUGHT: Final = 10.0
_FOLLOWED: Final = 0.5
"""The share of pages to which a reader comes by a link of the page before."""
_FIRST_STEPS: Final = 6
"""Pages at first that a reader comes to by links to texts."""
_LINK: Final = re.compile(r'href="(/[^"#]*)"')
_NO_READERS_PAGE: Final = ("/admin", "/login", "/logout", "/status")
_READ: Final = frozenset({"article", "capture", "cite", "entity", "outlet", "raw", "versions"})
"""Kinds of pages that are read more than menus are."""
_REDIRECTS: Final = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND)
_LOOK_AGAIN: Final = 0.1
_WAITS: Final = 3
"""How often a reader waits where the site says for how long, before he calls it an error."""
_AS_TYPED: Final = "%/?&=+:;,-_.~!*'()@$"
"""What stands in links as it is; browsers escape the rest."""


@dataclass(slots=True)
class Journal:
    """What all visitors met: seconds by kind of page, errors in words, edits found and not."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    found_after: list[float] = field(default_factory=list)
    lost_edits: int = 0
    told_to_wait: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pages(self) -> int:
        """How many pages came."""
        return sum(map(len, self.seconds.values()))

    def came(self, kind: str, seconds: float) -> None:
        """Note a page."""
        with self._lock:
            self.seconds.setdefault(kind, []).append(seconds)


class _Answer(NamedTuple):
    """A status, a text, the address it leads to, and the seconds to wait before asking again."""

    status: int
    text: str
    moved: str
    wait: float


class Browser:
    """Asks a site for pages over one connection, as a browser does, and keeps its cookies."""

    def __init__(self, port: int, journal: Journal, language: str = "ar") -> None:
        self._site = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self._journal = journal
        self.cookies = {"django_language": language}

    def get(self, address: str) -> str:
        """Return a page, redirects followed. Raises ``OSError`` or ``HTTPException``.

        Who is told to wait, since others take long downloads, waits as long as is said.
        """
        begun = time.monotonic()
        answer = self._ask("GET", quote(address, safe=_AS_TYPED))
        if answer.status in _REDIRECTS:
            answer = self._ask("GET", answer.moved)
        for _time in range(_WAITS):
            if answer.status != HTTPStatus.SERVICE_UNAVAILABLE or not answer.wait:
                break
            self._journal.told_to_wait += 1
            time.sleep(answer.wait)
            begun = time.monotonic()
            answer = self._ask("GET", quote(address, safe=_AS_TYPED))
        self._journal.came(kind_of(address), time.monotonic() - begun)
        if answer.status != HTTPStatus.OK:
            raise OSError(f"{address}: {answer.status}")
        return answer.text

    def send(self, address: str, form: dict[str, str]) -> None:
        """Send a form that leads on. Raises ``OSError`` where it does not, ``HTTPException``."""
        begun = time.monotonic()
        status = self._ask("POST", address, urlencode(form)).status
        self._journal.came("a form sent", time.monotonic() - begun)
        if status != HTTPStatus.FOUND:
            raise OSError(f"{address}: {status}")

    def _ask(self, method: str, address: str, body: str | None = None) -> _Answer:
        headers = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(map("=".join, self.cookies.items())),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._site.request(method, address, body, headers)
            answer = self._site.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closed a connection that stood idle; browsers ask once more.
            self._site.close()
            self._site.request(method, address, body, headers)
            answer = self._site.getresponse()
        except BaseException:
            self._site.close()  # What was asked may yet be answered, and is no answer to the next.
            raise
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers["Content-Encoding"] == "gzip":
            content = gzip.decompress(content)
        moved = urlsplit(answer.headers["Location"] or "")
        return _Answer(
            answer.status,
            content.decode("utf-8", "replace"),
            moved._replace(scheme="", netloc="").geturl(),
            float(answer.headers["Retry-After"] or 0),
        )


def kind_of(address: str) -> str:
    """Return what kind of page an address leads to."""
    path = urlsplit(address).path
    if "/cite." in path:
        return "cite"
    if path.endswith(("/versions/", "/raw")):
        return path.rstrip("/").rpartition("/")[2]
    return path.split("/")[1] or "home"


def read_until(end: float, port: int, number: int, journal: Journal) -> None:
    """Read as one reader until the clock says ``end``; what fails goes into the journal."""
    choice = random.Random(number)
    browser = Browser(port, journal, language=("ar", "en")[number % 2])
    links: list[str] = []
    time.sleep(choice.uniform(0, _LONGEST_THOUGHT))
    steps = 0
    while time.monotonic() < end:
        # What is rarely read is read early too, since a server grows when it first makes it.
        begins, steps = steps < _FIRST_STEPS, steps + 1
        address = _link(choice, links, begins) if begins or choice.random() < _FOLLOWED else ""
        address = address or _address(choice)
        try:
            links = _links(browser.get(address))
        except (OSError, http.client.HTTPException) as error:
            journal.errors.append(f"{type(error).__name__} {error} ({address})")
            browser = Browser(port, journal)
            links = []
        time.sleep(min(choice.expovariate(1 / THINKING), _LONGEST_THOUGHT))


def _links(page: str) -> list[str]:
    found = {html.unescape(link) for link in _LINK.findall(page)}
    return sorted(link for link in found if not link.startswith(_NO_READERS_PAGE))


def _link(choice: random.Random, links: list[str], begins: bool) -> str:
    """Draw a kind of page, then one of its links, of which some pages have hundreds."""
    kinds = sorted({kind_of(link) for link in links})
    read = [kind for kind in kinds if kind in _READ]
    if not kinds:
        return ""
    kind = choice.choice(read if read and (begins or choice.random() < _FOLLOWED) else kinds)
    return choice.choice([link for link in links if kind_of(link) == kind])


def _address(choice: random.Random) -> str:
    """Return an address as readers type or keep it: a search mostly."""
    words = [choice.choice(WORDS) for _each in range(choice.choice((1, 1, 2, 3)))]
    query = quote(choice.choice((" ".join(words), f'"{words[0]}"', f"{words[0]}*", f"-{words[0]}")))
    year = choice.randint(2008, 2024)
    return choice.choice(
        (
            f"/search/?q={query}",
            f"/search/?q={query}&sort=newest",
            f"/search/?q={query}&date={year}",
            f"/search/?q={query}&date={year}-{choice.randint(1, 12):02}&page=2",
            f"/search/?q={query}&match=root",
            f"/suggest/?q={quote(words[0][:3])}",
            "/",
            "/entities/",
            "/outlets/",
            "/help/",
            "/health/",
        )
    )


def edit_until(end: float, port: int, name: str, password: str, journal: Journal) -> None:
    """Edit as one editor until ``end``: save a title with a word of its own, then search for it."""
    choice = random.Random(name)
    browser = Browser(port, journal, language="en")
    try:
        log_in(browser, name, password)
        articles = _articles(browser)
    except (OSError, http.client.HTTPException) as error:
        journal.errors.append(f"the editor could not begin: {error}")
        return
    number = 0
    while time.monotonic() < end:
        number += 1
        try:
            journal.found_after.append(_edit(browser, choice.choice(articles), token_of(number)))
        except (OSError, http.client.HTTPException) as error:
            journal.errors.append(f"edit {number}: {type(error).__name__} {error}")
            journal.lost_edits += 1
        time.sleep(THINKING)


def log_in(browser: Browser, name: str, password: str) -> None:
    form = form_of(browser.get("/login/"))
    browser.send("/login/", form | {"username": name, "password": password})


def _articles(browser: Browser) -> list[str]:
    return re.findall(r"/admin/archive/article/\d+/change/", browser.get("/admin/archive/article/"))


def _edit(browser: Browser, address: str, token: str) -> float:
    """Save a title that holds ``token``; return the seconds until a search finds it."""
    form = form_of(browser.get(address))
    browser.send(address, form | {"title": f"{form['title'].split(' ز')[0]} {token}"})
    saved = time.monotonic()
    while "/article/" not in browser.get(f"/search/?q={quote(token)}"):
        if time.monotonic() - saved > FOUND_WITHIN:
            raise OSError(f"not found within {FOUND_WITHIN:.0f} s: {address}")
        time.sleep(_LOOK_AGAIN)
    return time.monotonic() - saved


def token_of(number: int) -> str:
    """Return a word that no article has: no word begins with three of its first letter."""
    letters = "بتثجحخدذرس"
    return "ززز" + "".join(letters[int(digit)] for digit in f"{number:04}")


def form_of(page: str) -> dict[str, str]:
    """Return the fields of a page's main form as a browser would send them."""
    forms = [
        form
        for form in pages.fromstring(page).forms
        if form.method == "POST" and {"username", "title"} & set(form.fields)
    ]
    if not forms:
        raise OSError("the page has no form")
    return {name: value for name, value in forms[0].form_values() if "__prefix__" not in name}
