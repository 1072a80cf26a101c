"""Folders that a mirroring program left (wget, HTTrack): one document a page.

Beside its pages a mirror holds what browsers and search engines need of the site, and the same
pages again under other addresses. These are told by their names, and by their content where a
name alone may mislead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from lxml import etree, html

PAGE_PARTS: Final = "style sheets, scripts and fonts of pages"
MEDIA: Final = "images, sound and video of pages"
SITE_FILES: Final = "files for browsers and search engines (robots.txt, sitemaps, manifests)"
LISTS: Final = "pages and feeds of a mirrored site that only list others"
RENDERINGS: Final = "second renderings of pages"

_PAGES: Final = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx")
_PART_SUFFIXES: Final = (
    ".css",
    ".js",
    ".mjs",
    ".map",
    ".woff",
    ".woff2",
    ".ttf",
    ".otf",
    ".eot",
    ".xsl",
    ".xslt",
)
_MEDIA_SUFFIXES: Final = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".svg",
    ".webp",
    ".ico",
    ".avif",
    ".bmp",
    ".tif",
    ".tiff",
    ".mp4",
    ".webm",
    ".mov",
    ".avi",
    ".mp3",
    ".ogg",
    ".oga",
    ".wav",
    ".m4a",
    ".tgs",
)
_SITE_NAMES: Final = frozenset(
    [
        "robots.txt",
        "ads.txt",
        "app-ads.txt",
        "humans.txt",
        "security.txt",
        "llms.txt",
        "manifest.json",
        "asset-manifest.json",
        "site.webmanifest",
        "manifest.webmanifest",
        "browserconfig.xml",
        "opensearch.xml",
        "crossdomain.xml",
        "osd.xml",
        "wlwmanifest.xml",
        "hts-log.txt",
        "cookies.txt",
        "wget-log",
        "favicon.ico",
        "service-worker.js",
    ]
)
_SITEMAP: Final = re.compile(r"(?:\w+-)*sitemap[\w.-]*\.xml(?:\.gz)?$|sitemap[\w-]*\.txt$")
_PROGRAM_FOLDERS: Final = frozenset(
    ["wp-content", "wp-includes", "wp-json", "hts-cache", "node_modules", "cdn-cgi", "oembed"]
)
_FEED: Final = re.compile(
    r"(?:^|/)(?:feed|rss|atom)(?:\.xml|/index\.(?:html?|xml|rss))?$|[?@]feed="
)
_LISTS: Final = re.compile(
    r"(?:^|/)(?:tags?|category|categories|author|authors|page|archives?|topics?|search|section)/"
    r"|(?:^|/)index\.\w+(?:[?@].*)?$"
)
_QUERY: Final = re.compile(r"[?@]")
_SAME_PAGE: Final = re.compile(
    r"(?:(?:amp|print|outputtype|replytocom|share|utm_\w+|fbclid|m|output|nonamp)(?:=[^&]*)?(?:&|$))+",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[:+]\d+)?", re.IGNORECASE)
_TWEETS: Final = (b"window.YTD.tweet", b"window.YTD.note_tweet", b"window.YTD.community_tweet")
_EXPORT: Final = "result.json"
_EXPORTED_PAGE: Final = re.compile(r"messages\d*\.html")
_LARGEST_PAGE: Final = 5_000_000
_LINKS_AT_LEAST: Final = 3
_LISTED: Final = 0.8
"""From this share of its words on, in links and what stands below them, a page only lists."""

_AROUND: Final = frozenset(
    ["nav", "header", "footer", "aside", "script", "style", "noscript", "form"]
)
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class SiteFolder:
    """A folder below the one that is loaded, and whether it belongs to a mirrored site."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sites: set[str] = set()

    def enter(self, folder: str, names: Sequence[str]) -> None:
        """Note what stands in a folder; folders come before what is in them."""
        is_host = _HOST.fullmatch(Path(folder).name) is not None
        if is_host or has_pages(names) or str(Path(folder).parent) in self._sites:
            self._sites.add(folder)

    def aside(self, folder: str, name: str, names: Sequence[str]) -> str:
        """Return the kind of a file that is no document of its own, or ""."""
        path = Path(folder, name)
        relative = path.relative_to(self._root).as_posix()
        in_site = folder in self._sites
        if kind := aside_by_name(relative, in_site=in_site):
            is_tweets = kind == PAGE_PARTS and _begins(path).startswith(_TWEETS)
            return "" if is_tweets else kind
        lowered = name.lower()
        if not in_site:
            return ""
        if _EXPORT in names and _EXPORTED_PAGE.fullmatch(lowered):
            return RENDERINGS
        if _is_again(folder, name, names):
            return RENDERINGS
        is_list = _FEED.search(relative) or (
            _LISTS.search(relative) and only_lists(_begins(Path(folder, name), _LARGEST_PAGE))
        )
        return LISTS if is_list else ""


def aside_by_name(relative: str, *, in_site: bool) -> str:
    """Return the kind of a file that its name shows to be no document, or "".

    ``relative`` is its path; ``in_site`` says that there are pages it may belong to.
    """
    *folders, name = relative.lower().split("/")
    if name in _SITE_NAMES or _SITEMAP.match(name):
        return SITE_FILES
    bare = _QUERY.split(name)[0]
    if bare.endswith(_PART_SUFFIXES):
        return PAGE_PARTS
    if not in_site:
        return ""
    if bare.endswith(_MEDIA_SUFFIXES):
        return MEDIA
    return PAGE_PARTS if _PROGRAM_FOLDERS & set(folders) or bare == "xmlrpc.php" else ""


def has_pages(names: Iterable[str]) -> bool:
    """Tell whether there are pages among files, or an export whose images stand beside it."""
    bare = (_QUERY.split(name.rsplit("/", 1)[-1])[0].lower() for name in names)
    return any(name.endswith(_PAGES) or name == _EXPORT for name in bare)


def _is_again(folder: str, name: str, names: Sequence[str]) -> bool:
    """Whether a file is a page again that stands beside it or above it: AMP, print, a short link."""
    above = Path(folder)
    if above.name.lower() == "amp":
        beside = (above.parent / name, above.parent.with_suffix(".html"))
        return any(path.is_file() for path in beside)
    base, *query = _QUERY.split(name, maxsplit=1)
    if not query:
        return False
    if _SAME_PAGE.fullmatch(query[0].removesuffix(".html")):
        return (
            any(each in names for each in (base, f"{base}.html", f"{base}.htm"))
            or (above / base / "index.html").is_file()
        )
    return _has_copy(above, name)


def _has_copy(folder: Path, name: str) -> bool:
    """Whether a page below this folder has the same bytes and an address without a query."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return False
    size = path.stat().st_size
    if not size or size > _LARGEST_PAGE:
        return False
    content = path.read_bytes()
    for parent, _folders, names in os.walk(folder):
        for other in names:
            candidate = Path(parent, other)
            if _QUERY.search(other) or candidate.is_symlink() or not candidate.is_file():
                continue
            if candidate.stat().st_size == size and candidate.read_bytes() == content:
                return True
    return False


def _begins(path: Path, size: int = 64) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which its reader tells."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def only_lists(content: bytes) -> bool:
    """Tell whether a page holds links to others, with their first words at most."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return False
    every = linked = links = 0
    below_link = False
    for element in root.iter(etree.Element):
        words = _own_words(element)
        if element.tag in ("title", "h1") or any(each.tag in _AROUND for each in _above(element)):
            continue
        within = [element, *element.iterancestors()]
        is_link = any(each.tag == "a" for each in within)
        if element.tag == "a":
            links += 1
            below_link = any(each.tag in _HEADINGS for each in within) or any(
                each.tag in _HEADINGS for each in element.iter(etree.Element)
            )
        elif element.tag in _HEADINGS:
            below_link = False
        every += words
        if is_link or below_link:
            linked += words
        if element.tag == "p" and below_link and not is_link:
            # A teaser is one paragraph; what comes after it is a text.
            below_link = False
    return links >= _LINKS_AT_LEAST and linked >= _LISTED * max(every, 1)


def _above(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors()]


def _own_words(element: etree._Element) -> int:
    """Return the number of letters that stand in an element itself, not in those inside it."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return sum(len(piece.strip()) for piece in pieces)
