"""A date that all pages of an outlet bear at their top is the day of the capture."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ingest.loading import load_paths
from archive.models import Article, Outlet

pytestmark = pytest.mark.django_db

SUBJECTS = ("المكتبة", "الحديقة", "المتحف", "المرفأ", "المدرسة", "السوق")
HEADER = "الأحد 4 حزيران 2023 10:15"


def write(folder: Path, header: str, label: str = "") -> None:
    folder.mkdir(exist_ok=True)
    for subject in SUBJECTS:
        text = (
            f"{header}\n\nافتتاح {subject} بعد أعمال ترميم طويلة في المدينة القديمة\n{label}\n"
            f"افتتحت البلدية {subject} أمام الزوار بعد أعمال ترميم استمرت سبعة أشهر كاملة.\n\n"
            f"وقال مهندس المشروع إن {subject} ستفتح أبوابها كل يوم عدا الجمعة من الصباح.\n\n"
            "المصدر: صحيفة التجربة المحلية"
        )
        (folder / f"{subject}.txt").write_text(text, encoding="utf-8")


def test_a_header_that_all_pages_share_becomes_the_day_of_capture(
    archive_home: Path, tmp_path: Path
) -> None:
    write(tmp_path / "d", HEADER)
    load_paths([str(tmp_path / "d")])
    assert Outlet.objects.count() == 1
    assert {(each.edtf, str(each.captured)) for each in Article.objects.all()} == {
        ("", "2023-06-04")
    }


def test_a_labelled_date_that_all_pages_share_stays(archive_home: Path, tmp_path: Path) -> None:
    write(tmp_path / "d", "", "نُشر في: 4 حزيران 2023")
    load_paths([str(tmp_path / "d")])
    assert {each.edtf for each in Article.objects.all()} == {"2023-06-04"}
