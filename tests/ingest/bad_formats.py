"""Tables, documents and damaged files: bad files whose format is at fault."""

from __future__ import annotations

import base64
import gzip
import random
from collections.abc import Iterator
from typing import Final

from tests.ingest.spoilt_samples import (
    TEXT,
    BadFile,
    docx,
    feed,
    made_of,
    mail,
    odt,
    page,
    record,
    stated_date,
    warc,
    zipped,
)

SEED: Final = 20_241


def table_files() -> Iterator[BadFile]:
    """Yield tables whose quotes, cells and rows are none."""
    header = b"title,text,captured\n"
    row = f'خبر,"{TEXT}",2020-01-01\n'.encode()
    yield BadFile("quotes.csv", lambda: header + b'"' * 200_000)
    yield BadFile("odd_quotes.csv", lambda: header + b'"' * 200_001 + b"\n" + row)
    yield BadFile("quote_lines.csv", lambda: header + b'"\n' * 200_001 + row)
    yield BadFile("quote_cells.csv", lambda: header + b'"",' * 200_000 + b"\n" + row)
    yield BadFile("open_quote.csv", lambda: header + b'x,"' + row * 50_000)
    yield BadFile("many_cells.csv", lambda: header + b"," * 3_000_000 + b"\n" + row)
    yield BadFile("many_columns.csv", lambda: b"text," + b"a," * 300_000 + b"\n" + row)
    yield BadFile("bare_returns.csv", lambda: (header + row * 3).replace(b"\n", b"\r"))
    yield BadFile("zero_cells.csv", lambda: header + b"\0,\0,\0\n" + row)
    yield BadFile("blank_rows.csv", lambda: header + b"\n" * 1_000_000 + row)
    yield BadFile("absurd_dates.csv", lambda: header + row.replace(b"2020-01-01", b"0001-01-01"))


def document_files() -> Iterator[BadFile]:
    """Yield PDF, DOCX and ODT files, e-mails and notes that are none."""
    for number, body in enumerate(
        (
            b"",
            b"%%EOF",
            b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>",
            b"x" * 500_000,
            b"1 0 obj<</Length 99999999999>>stream\nx",
            b"xref\n0 99999999\n",
            b"startxref\n-5\n%%EOF",
        )
    ):
        yield made_of(f"pdf_{number}.pdf", body, lambda b: b"%PDF-1.7\n" + b)
    yield BadFile("pieces.pdf", lambda: drawn_pdf(b"(x) Tj " * 60_000))
    for number, document in enumerate(
        (b"", b"<", b"<a/>", b"\0" * 100, b"<w:t>" * 100, "ب".encode("utf-16"))
    ):
        yield made_of(f"word_{number}.docx", document, lambda d: docx(d))
        yield made_of(f"open_{number}.odt", document, lambda d: odt(d))
    yield BadFile(
        "coded.eml", lambda: mail("Content-Transfer-Encoding: base64\r\n", "!!!!" * 100_000)
    )
    yield BadFile(
        "uncoded.eml",
        lambda: mail("Content-Transfer-Encoding: quoted-printable\r\n", "=" * 300_000),
    )
    yield BadFile("headers.eml", lambda: mail("X-A: b\r\n" * 100_000))
    yield BadFile("long_header.eml", lambda: mail(f"X-A: {'=?utf-8?b?2KjYqA==?= ' * 50_000}\r\n"))
    subject = base64.b64encode(b"\xff" * 30_000).decode()
    yield BadFile("subject.eml", lambda: mail(f"Subject: =?utf-8?b?{subject}?=\r\n"))
    yield BadFile(
        "parts.eml",
        lambda: mail(kind="multipart/mixed; boundary=b", body="--b\r\n\r\nx\r\n" * 50_000),
    )
    yield BadFile("no_boundary.eml", lambda: mail(kind="multipart/mixed"))
    yield BadFile(
        "front.md", lambda: b"---\n" + b"a: b\n" * 100_000 + b"---\n# x\n" + TEXT.encode()
    )
    yield BadFile("links.md", lambda: b"---\na: b\n---\n" + b"[![](" * 100_000 + b"** a" * 100_000)
    yield BadFile("headings.md", lambda: b"---\na: b\n---\n# " + b"# " * 200_000)


def drawn_pdf(drawing: bytes) -> bytes:
    """Return a PDF of one page that draws this in one run of text."""
    text = b"BT /F 9 Tf 9 9 Td " + drawing + b"ET"
    font = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R" + font + b">>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
    )
    drawn = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(drawn))
        drawn += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(drawn)
    return drawn + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def damaged_files() -> Iterator[BadFile]:
    """Yield whole files that are cut, that have bits flipped, and noise under their names."""
    chance = random.Random(SEED)
    whole = {
        "page.html": page(stated_date("2020-01-01")),
        "records.jsonl": record() * 3,
        "site.warc": warc() * 3,
        "site.warc.gz": gzip.compress(warc()) * 3,
        "feed.xml": feed(),
        "letter.eml": mail(),
        "several.zip": zipped({"a.html": page(), "b.jsonl": record(), "c.eml": mail()}),
        "word.docx": docx(
            b"<w:document xmlns:w='w'><w:p><w:r><w:t>x</w:t></w:r></w:p></w:document>"
        ),
        "open.odt": odt(b"<office:text xmlns:office='o'><p>x</p></office:text>"),
        "table.csv": f"title,text\nخبر,{TEXT}\n".encode(),
    }
    for name, content in whole.items():
        for turn in range(3):
            cut = chance.randrange(1, len(content))
            yield made_of(f"cut_{turn}_{name}", content[:cut], bytes)
            flipped = bytearray(content)
            for _ in range(1 + len(content) // 200):
                flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            yield made_of(f"flipped_{turn}_{name}", bytes(flipped), lambda c: c)
        noise = chance.randbytes(5_000)
        yield made_of(f"noise_{name}", noise, lambda s: s)
