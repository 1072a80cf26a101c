"""Documents and archives of documents, written for the tests of containers and decoding."""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.ingest.containers import read_captures, read_stream
from archive.records.documents import RawCapture, Rejection

TITLE = "متحف الموصل يعيد فتح قاعة المخطوطات أمام الباحثين"
PARAGRAPHS = (
    "أعلنت إدارة متحف الموصل إعادة فتح قاعة المخطوطات أمام الباحثين والطلاب بعد أعمال ترميم "
    "استمرت عامين وشملت السقف والنوافذ وخزائن العرض.",
    "وقال أمين القاعة إن فهرساً جديداً وُضع للمخطوطات، وإن نسخاً مصورة منها ستتاح لمن يطلبها "
    "من الجامعات العراقية والعربية.",
    "وتضم القاعة مئات المخطوطات في الطب والفلك واللغة، بعضها كُتب في القرن السادس الهجري "
    "ونجا من الحريق الذي أصاب المبنى.",
)
SECOND_TITLE = "ورشة في دمشق لتعليم تجليد الكتب القديمة"
SECOND_PARAGRAPHS = (
    "افتتحت المكتبة الوطنية في دمشق ورشة لتعليم تجليد الكتب القديمة يشارك فيها عشرون متدرباً "
    "من محافظات مختلفة على مدى ثلاثة أسابيع.",
    "ويتعلم المشاركون صناعة الأغلفة الجلدية وخياطة الملازم وترميم الأوراق التي أتلفتها الرطوبة "
    "بأدوات بسيطة ومواد محلية.",
)
TEXT = "\n\n".join((TITLE, "تاريخ النشر: 12 أيلول 2021", *PARAGRAPHS))

URL = "https://www.example.com/culture/2021/09/12/mosul-manuscripts"


def page(
    title: str = TITLE,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    head: str = "",
    around: str = "{}",
    charset: str = "utf-8",
) -> str:
    """Return a news page with the chrome that such pages have."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = around.format(f"<h1>{title}</h1>{body}")
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="{charset}"><title>{title} | موقع المثال</title>{head}</head>
<body><header><a href="/">موقع المثال</a><nav><ul><li><a href="/a">الرئيسية</a></li>
<li><a href="/b">سياسة</a></li><li><a href="/c">اقتصاد</a></li></ul></nav></header>
<main>{article}</main>
<aside><h3>الأكثر قراءة</h3><ul><li><a href="/1">خبر أول لا صلة له بالمقال المعروض هنا</a></li>
<li><a href="/2">خبر ثان لا صلة له بالمقال المعروض هنا</a></li>
<li><a href="/3">خبر ثالث لا صلة له بالمقال المعروض هنا</a></li></ul></aside>
<footer>جميع الحقوق محفوظة لموقع المثال</footer>
<script>var hidden = "نص لا يراه القارئ";</script></body></html>"""


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "WebSite", "name": "موقع المثال"},
{"@type": "NewsArticle", "headline": "%s", "datePublished": "2021-09-12T09:30:00+03:00",
"dateModified": "2023-01-05T10:00:00+03:00", "author": {"@type": "Person", "name": "سلمى الحداد"},
"publisher": {"@type": "Organization", "name": "موقع المثال"},
"articleSection": "ثقافة", "keywords": ["الموصل", "مخطوطات"]}]}</script>"""

DAY = "2021-09-13T08:00:00Z"
HTML_TYPE = "text/html; charset=utf-8"


class WarcFile:
    """A WARC file that is being written, each record packed by itself or none."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed)
        self._writer.write_record(self._writer.create_warcinfo_record("crawl", {"software": "t"}))
        self._digests: dict[str, str] = {}

    def page(self, url: str, body: bytes, kind: str = HTML_TYPE, **headers: str) -> WarcFile:
        """Add a response with this body; ``headers`` are HTTP's, with _ for -."""
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        record = self._writer.create_warc_record(
            url,
            "response",
            io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", [("Content-Type", kind), *named], "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": DAY},
        )
        self._writer.write_record(record)
        self._digests[url] = record.rec_headers.get_header("WARC-Payload-Digest")
        return self

    def revisit(self, url: str, original: str) -> WarcFile:
        """Add a record that says that ``url`` gave the same page as ``original`` had given."""
        self._writer.write_record(
            self._writer.create_revisit_record(url, self._digests[original], original, DAY)
        )
        return self

    def content(self) -> bytes:
        """Return the file."""
        return self._out.getvalue()


def warc(*numbers: int, packed: bool = True) -> bytes:
    """Return a WARC file of numbered pages, each followed by a revisit of its own address."""
    file = WarcFile(packed=packed)
    for number in numbers:
        url = f"{URL}/{number}"
        file.page(url, numbered_page(number).encode()).revisit(url, url)
    return file.content()


def numbered_page(number: int) -> str:
    """Return a page that differs from those of other numbers in its title."""
    return page(f"{TITLE} {number}")


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Return a zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # Formats that are zip files inside are told by this member, which is not packed.
            packed = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, packed)
    return out.getvalue()


def wacz(members: Mapping[str, bytes | str], **others: object) -> bytes:
    """Return a WACZ of these files, with its checksums; ``others`` stand in its description."""
    contents = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in members.items()
    }
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "bytes": len(content),
        }
        for name, content in contents.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources, **others}
    described = json.dumps(package, ensure_ascii=False).encode()
    digest = {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(described).hexdigest()}",
    }
    return zipped(
        {
            **members,
            "datapackage.json": described,
            "datapackage-digest.json": json.dumps(digest),
        }
    )


def json_lines(*records: object) -> bytes:
    """Return records as JSON lines."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def read_file(folder: Path, name: str, content: bytes) -> list[RawCapture | Rejection]:
    """Return what is read of a file of this name and content."""
    (folder / name).write_bytes(content)
    return list(read_captures([folder / name]))


def read_pipe(content: bytes) -> list[RawCapture | Rejection]:
    """Return what is read of ``content`` through a pipe, which cannot be searched."""
    reading, writing = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb", buffering=0) as file:
            # Cut small, as slow writers do.
            for begin in range(0, len(content), 1000):
                file.write(content[begin : begin + 1000])

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(reading, "rb") as stream:
        found = list(read_stream(stream))
    writer.join()
    return found


def captures_of(found: Sequence[RawCapture | Rejection]) -> list[RawCapture]:
    """Return the captures among what was read."""
    return [each for each in found if isinstance(each, RawCapture)]


def reasons_of(found: Sequence[RawCapture | Rejection]) -> list[str]:
    """Return the reasons of the refusals among what was read."""
    return [each.reason for each in found if isinstance(each, Rejection)]
