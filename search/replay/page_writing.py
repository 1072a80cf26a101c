"""A captured page written anew: allowed elements and attributes alone, as a stream.

Nothing of the capture's markup is copied; each tag is made here from the tree. The first letters
are sent as soon as they are written, so that a large page begins at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from search.replay.allowed_markup import (
    CONTROLS,
    HTML_ATTRIBUTES,
    HTML_ELEMENTS,
    RAW_TEXT,
    SVG_ATTRIBUTES,
    SVG_ELEMENTS,
    VOID,
    WITHOUT_CONTENT,
)
from search.replay.captured_tree import PageReading, UnreplayablePageError
from search.replay.css_rewriting import safe_css
from search.replay.frame_sets import FRAME_STYLE, frame_set_style
from search.replay.kept_addresses import KeptAddresses, PartUse
from search.replay.loading_elements import (
    form_control,
    picture,
    picture_source,
    style_link,
    viewport,
)
from search.replay.markup import escaped, opening

FRAME_SANDBOX: Final = "allow-top-navigation-by-user-activation"
"""What frames may: a click may lead the whole window, to the archive's own pages alone."""
_FIRST_CHUNK, _CHUNK = 4_000, 32_000
"""Letters that are gathered before they are sent."""
_READS_ON: Final = ""
"""Stands where more of a page is read before more is written."""
_TAIL: Final = "/"
"""No element's name: of a text that stands behind an element."""
_DEEPEST: Final = 400
"""Elements within each other; browsers flatten what is deeper than 512."""
_FRAMES_DEEP: Final = 3
"""Pages that are written out within each other (``srcdoc``)."""

LinkOf = Callable[[str], str]
"""A web address in full → the archive's address for it, "" where it holds nothing."""


@dataclass(frozen=True, slots=True)
class PageWriter:
    """Writes one page. ``kept`` are its parts, ``link_of`` tells where links lead."""

    kept: KeptAddresses
    link_of: LinkOf
    depth: int = 0

    def chunks(self, page: PageReading) -> Iterator[str]:
        """Yield the page in pieces; what was read of it before the rest is read."""
        gathered, length, enough = [page.tree.doctype], 0, _FIRST_CHUNK
        for piece in self._pieces(page):
            gathered.append(piece)
            length += len(piece)
            if length > enough or (piece == _READS_ON and length):
                yield "".join(gathered)
                gathered, length, enough = [], 0, _CHUNK
        yield "".join(gathered)

    def page(self, content: bytes, charset: str) -> str:
        """Return a whole page at once.

        Raises:
            UnreplayablePageError: it is too large, or no page.
        """
        return "".join(self.chunks(PageReading.begin(content, charset)))

    def _pieces(self, page: PageReading) -> Iterator[str]:
        # Of what is open: how it is closed, whether its content is written, and whether it is a drawing.
        opened: list[tuple[str, bool, bool]] = []
        # What the text of the latest event is written for: it is whole when the next one comes.
        written: tuple[Any, str, str] | None = None
        for event in page.events():
            if event is None:
                yield _READS_ON
                continue
            if written is not None:
                yield from self._text(*written)
                written = None
            kind, element = event
            if kind == "end":
                closing, _is_written, _is_svg = opened.pop()
                if closing:
                    yield closing
                if opened and opened[-1][1]:
                    written = element, _TAIL, ""
                continue
            _closing, is_written, is_svg = opened[-1] if opened else ("", True, False)
            name = element.tag
            is_svg = is_svg or name == "svg"
            tag = closing = ""
            if is_written:
                tag, closing, is_written = self._opened(page, element, is_svg, len(opened))
            if tag:
                yield tag
            if is_written:
                written = element, name, tag
            opened.append((closing, is_written, is_svg))

    def _opened(
        self, page: PageReading, element: Any, in_svg: bool, depth: int
    ) -> tuple[str, str, bool]:
        """Return an element's tags where it begins, and whether its content is written."""
        name = element.tag
        if depth > _DEEPEST:
            return "", "", name not in WITHOUT_CONTENT and name != "style"
        if not depth and element is not page.tree.root:
            # What stands behind the end of a page belongs to it; browsers put it into its body.
            return "", "", True
        return self._tags(element, name, in_svg)

    def _text(self, element: Any, name: str, tag: str) -> Iterator[str]:
        """Yield the text that an element begins with, or the one behind it (``_TAIL``)."""
        text = element.tail if name == _TAIL else element.text
        if not text:
            return
        if name == "style":
            yield safe_css(text, self.kept)
            return
        # The parser of HTML leaves out the first line feed of these.
        doubled = tag and name in ("pre", "textarea") and text.startswith("\n")
        yield ("\n" if doubled else "") + escaped(text)

    def _tags(self, element: Any, name: str, in_svg: bool) -> tuple[str, str, bool]:
        """Return an element's tags, and whether its content is written."""
        if name in WITHOUT_CONTENT:
            return "", "", False
        if in_svg:
            if name not in SVG_ELEMENTS:
                return "", "", True
            return opening(name, self._svg_attributes(element)), f"</{name}>", True
        if name in _SPECIAL:
            return _SPECIAL[name](self, element)
        if name in RAW_TEXT:
            return "<pre>", "</pre>", True
        if name not in HTML_ELEMENTS:
            return ("<span>", "</span>", True) if "-" in name else ("", "", True)
        attributes = self.attributes(element, name)
        if name in CONTROLS:
            form_control(element, name, attributes)
        # What this parser does not know to be empty holds what stands behind it.
        return opening(name, attributes), "" if name in VOID else f"</{name}>", True

    def attributes(self, element: Any, name: str) -> dict[str, str]:
        """Return the attributes that are copied, styles and backgrounds led to captured parts."""
        allowed = HTML_ATTRIBUTES[name]
        found: dict[str, str] = {}
        for attribute, value in element.items():
            if attribute in allowed:
                is_style = attribute == "style"
                found[attribute] = safe_css(value, self.kept) if is_style else value
            elif attribute == "background":
                if address := self.kept.address(value, PartUse.PICTURE):
                    found["background"] = address
            elif attribute.startswith("aria-"):
                found[attribute] = value
        return found

    def _svg_attributes(self, element: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for attribute, value in element.items():
            if attribute in SVG_ATTRIBUTES:
                is_plain = "(" not in value and "\\" not in value
                found[attribute] = value if is_plain else safe_css(value, self.kept)
            elif attribute in ("href", "xlink:href") and value.startswith("#"):
                found["href"] = value
        return found

    def link(self, element: Any) -> tuple[str, str, bool]:
        """Write a link: to what the archive holds, else dead text that tells its address."""
        name: str = element.tag
        attributes = self.attributes(element, name)
        written = (element.get("href") or "").strip()
        if written.startswith("#"):
            attributes["href"] = written
        elif written and (address := self.kept.web_address(written)):
            if held := self.link_of(address):
                attributes |= {"href": held, "target": "_top"}
            else:
                attributes["title"] = address
        return opening(name, attributes), "" if name in VOID else f"</{name}>", True

    def frame(self, element: Any) -> tuple[str, str, bool]:
        """Write a frame: of a captured page, or of one that is written out; else none."""
        attributes = {
            name: element.get(name)
            for name in ("class", "id", "width", "height", "title", "scrolling", "frameborder")
            if element.get(name) is not None
        }
        if style := element.get("style"):
            attributes["style"] = safe_css(style, self.kept)
        if (inner := element.get("srcdoc")) is not None:
            attributes["srcdoc"] = self._inner_page(inner)
        elif address := self.kept.address(element.get("src") or "", PartUse.FRAME):
            attributes["src"] = address
        else:
            return ("<div></div>" if element.tag == "frame" else ""), "", True
        if element.tag == "frame":
            attributes["style"] = FRAME_STYLE
        attributes["sandbox"] = FRAME_SANDBOX
        return opening("iframe", attributes), "</iframe>", element.tag == "frame"

    def _inner_page(self, inner: str) -> str:
        if self.depth >= _FRAMES_DEEP:
            return ""
        try:
            writer = replace(self, depth=self.depth + 1)
            return writer.page(inner.encode("utf-8", "replace"), "utf-8")
        except UnreplayablePageError:
            return ""

    def picture(self, element: Any) -> tuple[str, str, bool]:
        """Write a picture that was captured; of another its place and its words."""
        return (
            opening("img", picture(element, self.attributes(element, "img"), self.kept)),
            "",
            True,
        )

    def source(self, element: Any) -> tuple[str, str, bool]:
        """Write another form of a picture, where that was captured."""
        attributes = picture_source(element, self.attributes(element, "source"), self.kept)
        return (opening("source", attributes) if attributes else ""), "", True

    def style_link(self, element: Any) -> tuple[str, str, bool]:
        """Write the link to a captured style sheet; no other link is written."""
        attributes = style_link(element, self.kept)
        return (opening("link", attributes) if attributes else ""), "", True

    def meta(self, element: Any) -> tuple[str, str, bool]:
        """Write how wide the page is to be laid out; nothing else is told to the browser."""
        attributes = viewport(element)
        return (opening("meta", attributes) if attributes else ""), "", True

    def frame_set(self, element: Any) -> tuple[str, str, bool]:
        """Write a set of frames as rows and columns, which it says of its parts of the window."""
        return opening("div", {"style": frame_set_style(element)}), "</div>", True


_SPECIAL: Final[dict[str, Callable[[PageWriter, Any], tuple[str, str, bool]]]] = {
    "a": PageWriter.link,
    "area": PageWriter.link,
    "frame": PageWriter.frame,
    "frameset": PageWriter.frame_set,
    "iframe": PageWriter.frame,
    "img": PageWriter.picture,
    "link": PageWriter.style_link,
    "meta": PageWriter.meta,
    "source": PageWriter.source,
}
