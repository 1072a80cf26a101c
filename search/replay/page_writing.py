"""A captured page written anew: allowed elements and attributes alone, as a stream.

Nothing of the capture's markup is copied; each tag is made here from the tree. The first letters
are sent as soon as they are written, so that a large page begins at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

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
from search.replay.captured_tree import CapturedTree, UnreplayablePageError, captured_tree
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

    def chunks(self, tree: CapturedTree) -> Iterator[str]:
        """Yield the page in pieces."""
        gathered, length, enough = [tree.doctype], 0, _FIRST_CHUNK
        for piece in self._pieces(tree.root):
            gathered.append(piece)
            length += len(piece)
            if length > enough:
                yield "".join(gathered)
                gathered, length, enough = [], 0, _CHUNK
        yield "".join(gathered)

    def page(self, content: bytes, charset: str) -> str:
        """Return a whole page at once.

        Raises:
            UnreplayablePageError: it is too large, or no page.
        """
        return "".join(self.chunks(captured_tree(content, charset)))

    def _pieces(self, root: Any) -> Iterator[str]:
        closings: list[str] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        svg_depth = 0
        for event, element in walker:
            name = element.tag
            if event == "end":
                closing = closings.pop()
                if closing:
                    yield closing
                svg_depth -= name == "svg"
                if element.tail and element is not root:
                    yield escaped(element.tail)
                continue
            svg_depth += name == "svg"
            if len(closings) > _DEEPEST:
                tag, closing, text = "", "", name not in WITHOUT_CONTENT and name != "style"
            else:
                tag, closing, text = self._tags(element, name, bool(svg_depth))
            closings.append(closing)
            if tag:
                yield tag
            if not text:
                walker.skip_subtree()
            elif element.text:
                yield self._text(element, name, tag)

    def _text(self, element: Any, name: str, tag: str) -> str:
        if name == "style":
            return safe_css(element.text, self.kept)
        # The parser of HTML leaves out the first line feed of these.
        doubled = tag and name in ("pre", "textarea") and element.text.startswith("\n")
        return ("\n" if doubled else "") + escaped(element.text)

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
