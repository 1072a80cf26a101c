"""WARC files of pages with their parts, made for tests: own words, own pictures."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SITE = "https://akhbar.example"
PAGE = f"{SITE}/نيل/1"
DAY = "2023-03-04T05:06:07Z"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
FONT = b"wOF2" + bytes(200)
SCRIPT = b"alert('never run')"
STYLE = b"@import url('more.css'); body { background: url(../pics/back.png) }"
MORE = b"@font-face { src: url(/font.woff2) }"
FRAME = "<p>إطار فيه جدول صغير</p><img src='inside.png'>".encode()
TITLE = "ارتفاع منسوب النيل في الخرطوم"
TEXT = (
    "أعلنت لجنة الفيضانات أن منسوب النيل الأزرق ارتفع أمس عشرين سنتيمترا عند محطة الخرطوم.",
    "ودعت اللجنة سكان الضفاف إلى الحذر في الأيام المقبلة حتى يستقر جريان المياه من جديد.",
)


def page_with_parts(title: str = TITLE, *, extra: str = "") -> bytes:
    """Return a page that names a style sheet, a picture in two ways, a script and a frame."""
    text = "".join(f"<p>{each}</p>" for each in TEXT)
    return (
        f"<html lang=ar><head><meta charset=utf-8><title>{title}</title>"
        f"<link rel=stylesheet href='/css/main.css'><script src='/js/a.js'></script></head>"
        f"<body><article><h1>{title}</h1>{text}</article>"
        f"<img src='/صورة.png' srcset='/pics/small.png 1x'>"
        f"<iframe src='/frame.html'></iframe>{extra}</body></html>"
    ).encode()


@dataclass(slots=True)
class PartsWarc:
    """A WARC file that is being written."""

    packed: bool = True
    out: io.BytesIO = field(default_factory=io.BytesIO)
    digests: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        url: str,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        *,
        date: str = DAY,
        status: str = "200 OK",
        record: str = "response",
        **headers: str,
    ) -> PartsWarc:
        """Add a record; ``headers`` are HTTP's, with _ for -."""
        writer = WARCWriter(self.out, gzip=self.packed)
        named = [("Content-Type", kind), *((k.replace("_", "-"), v) for k, v in headers.items())]
        http = StatusAndHeaders(status, named, "HTTP/1.1") if record == "response" else None
        made = writer.create_warc_record(
            url,
            record,
            io.BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
            warc_content_type="" if http else kind,
        )
        writer.write_record(made)
        self.digests[url] = made.rec_headers.get_header("WARC-Payload-Digest")
        return self

    def repeat(self, url: str, original: str) -> PartsWarc:
        """Add a revisit that says that ``url`` gave what ``original`` had given."""
        writer = WARCWriter(self.out, gzip=self.packed)
        writer.write_record(
            writer.create_revisit_record(url, self.digests[original], original, DAY)
        )
        return self

    def content(self) -> bytes:
        """Return the file."""
        return self.out.getvalue()


def chunked(body: bytes) -> bytes:
    """Return a body in chunks, as HTTP/1.1 transfers it."""
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"


def crawl(*, packed: bool = True) -> bytes:
    """Return a crawl of one page: packed and chunked in several ways, with all that it names."""
    file = PartsWarc(packed)
    file.add(PAGE, gzip.compress(page_with_parts(), mtime=0), Content_Encoding="gzip")
    file.add(f"{SITE}/css/main.css", chunked(STYLE), "text/css", Transfer_Encoding="chunked")
    file.add(f"{SITE}/css/more.css", brotli.compress(MORE), "text/css", Content_Encoding="br")
    file.add(f"{SITE}/%D8%B5%D9%88%D8%B1%D8%A9.png", PICTURE, "image/png")
    file.repeat(f"{SITE}/pics/small.png", f"{SITE}/%D8%B5%D9%88%D8%B1%D8%A9.png")
    file.add(f"{SITE}/pics/back.png", PICTURE + b"2", "image/png", record="resource")
    file.add(f"{SITE}/font.woff2", FONT, "font/woff2")
    file.add(f"{SITE}/js/a.js", SCRIPT, "text/javascript")
    file.add(f"{SITE}/frame.html", FRAME)
    file.add(f"{SITE}/inside.png", PICTURE + b"3", "image/png")
    file.add(f"{SITE}/never-named.png", PICTURE + b"4", "image/png")
    file.add(f"{SITE}/pics/gone.png", b"no", "image/png", status="404 Not Found")
    return file.content()


NAMED = {
    f"{SITE}/css/main.css": STYLE,
    f"{SITE}/css/more.css": MORE,
    f"{SITE}/%D8%B5%D9%88%D8%B1%D8%A9.png": PICTURE,
    f"{SITE}/pics/small.png": PICTURE,
    f"{SITE}/pics/back.png": PICTURE + b"2",
    f"{SITE}/font.woff2": FONT,
    f"{SITE}/js/a.js": SCRIPT,
    f"{SITE}/frame.html": FRAME,
    f"{SITE}/inside.png": PICTURE + b"3",
}
"""What the page of ``crawl`` names, itself or by its style sheets and its frame."""
