"""PDFs of a few numbered pages, written by hand (ISO 32000-1, §7.5)."""

from __future__ import annotations


def numbered_pdf(pages: int, box: str = "0 0 595 842", drawing: str = "") -> bytes:
    """Return a PDF with "Page 1" on its first page, and so on."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        shown = drawing or f"BT /F1 40 Tf 72 600 Td (Page {number + 1}) Tj ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(shown)}>>stream\n{shown}\nendstream")
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{each} endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size, start = len(objects) + 1, len(written)
    written += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    written += f"trailer<</Size {size}/Root 1 0 R>>startxref\n{start}\n%%EOF"
    return written.encode()
