"""The other publications of an article, as its page lists them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from archive.ingest.loading import LoadReport
from archive.models import Article

TEXT = (
    "بدأ بناؤو السفن في جزيرة أرواد صنع مركب خشبي كبير على الطريقة القديمة. ويقول كبير الصناع إن "
    "العمل يستمر ثمانية أشهر، وإن الخشب من أشجار التوت والكينا التي تنبت قرب طرطوس. ويريد أصحاب "
    "المركب أن يبحر به في الصيف المقبل إلى قبرص ثم يعود حاملاً الملح كما كان يفعل أجدادهم."
)


def test_undated_publications_stand_last(
    load: Callable[..., LoadReport], client: Client, tmp_path: Path
) -> None:
    dates = {
        "بلا تاريخ": "",
        "الثاني": "2021-06-09",
        "الأول": "2021-06-07",
        "المعروض": "2021-06-08",
    }
    path = tmp_path / "records.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for title, day in dates.items():
            record = {"id": title, "title": title, "text": TEXT, "date": day}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    load(path)
    shown = Article.objects.get(title="المعروض")
    html = client.get(shown.get_absolute_url()).content.decode()
    listed = html.split('id="republications"')[1].split("</section>")[0]
    others = [title for title in dates if title != "المعروض"]
    assert sorted(others, key=listed.index) == ["الأول", "الثاني", "بلا تاريخ"]
