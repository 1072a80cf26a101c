"""Elements and attributes that a replayed page may have. What is on no list here is left out.

Of an element that is not allowed its content stays; of one in ``WITHOUT_CONTENT`` nothing does.
Names: WHATWG HTML (with the obsolete ones of its §16) and SVG 2, as a parser lowers them.
"""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HTML_ELEMENTS: Final = _names(
    "html head title style link body article section nav aside h1 h2 h3 h4 h5 h6 hgroup header "
    "footer address main search p hr pre blockquote ol ul menu li dl dt dd figure figcaption div "
    "a em strong small s cite q dfn abbr ruby rb rt rtc rp data time code var samp kbd sub sup i "
    "b u mark bdi bdo span br wbr ins del picture source img map area table caption colgroup col "
    "tbody thead tfoot tr td th form label input button select datalist optgroup option textarea "
    "output progress meter fieldset legend details summary dialog "
    "acronym big center font nobr strike tt dir"
)
SVG_ELEMENTS: Final = _names(
    "svg g path rect circle ellipse line polyline polygon text tspan textpath defs symbol use "
    "lineargradient radialgradient stop clippath mask pattern marker title desc style"
)
WITHOUT_CONTENT: Final = _names(
    "script template applet audio video canvas math noframes noembed "
    "foreignobject animate animatemotion animatetransform set image filter metadata"
)
"""Of ``image`` and ``filter`` those of SVG are meant, which load."""
RAW_TEXT: Final = frozenset({"xmp", "plaintext", "listing"})
"""Elements whose text is no markup: they are shown as ``pre``."""
VOID: Final = _names("area br col hr img input link meta source wbr")
CONTROLS: Final = _names("input button select textarea fieldset")

_GLOBAL: Final = _names(
    "class id lang dir title style hidden role align valign width height bgcolor border color"
)
_OF_ELEMENTS: Final = {
    "a": "name",
    "area": "shape coords alt",
    "bdo": "",
    "blockquote": "",
    "body": "text link vlink alink topmargin leftmargin marginwidth marginheight",
    "br": "clear",
    "button": "type value",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "details": "open",
    "dialog": "open",
    "font": "face size",
    "hr": "noshade size",
    "img": "alt hspace vspace usemap",
    "input": "value placeholder size checked maxlength",
    "label": "for",
    "li": "value type",
    "map": "name",
    "meter": "value min max low high optimum",
    "ol": "type start reversed compact",
    "optgroup": "label",
    "option": "value label selected",
    "progress": "value max",
    "select": "multiple size",
    "source": "media type",
    "style": "media",
    "table": "cellpadding cellspacing rules frame summary",
    "td": "colspan rowspan headers scope abbr nowrap",
    "textarea": "rows cols placeholder",
    "th": "colspan rowspan headers scope abbr nowrap",
    "time": "datetime",
    "tr": "",
    "ul": "type compact",
}
HTML_ATTRIBUTES: Final = {
    element: _GLOBAL | _names(_OF_ELEMENTS.get(element, "")) for element in HTML_ELEMENTS
}
"""Element → attributes that are copied; those with addresses are written apart."""
SVG_ATTRIBUTES: Final = _names(
    "class id style transform viewbox preserveaspectratio width height x y x1 y1 x2 y2 cx cy r rx "
    "ry fx fy d dx dy points pathlength fill fill-opacity fill-rule stroke stroke-width "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset "
    "stroke-opacity opacity color clip-path clip-rule mask gradientunits gradienttransform "
    "spreadmethod offset stop-color stop-opacity clippathunits maskunits maskcontentunits "
    "patternunits patterncontentunits patterntransform marker-start marker-mid marker-end "
    "markerwidth markerheight refx refy orient text-anchor dominant-baseline font-family "
    "font-size font-weight font-style letter-spacing textlength lengthadjust startoffset "
    "visibility display vector-effect shape-rendering role aria-hidden aria-label"
)
INPUT_TYPES: Final = _names(
    "text search checkbox radio button submit reset number email tel url date time"
)
LAZY_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url")
"""Where pages keep a picture's address until a script puts it into ``src``."""
LAZY_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")
