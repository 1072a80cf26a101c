"""A date that all pages of an outlet bear at their top is the day of the capture."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ingest.run import load_paths
from archive.models import Article, Outlet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

SUBJECTS = ("المكتبة", "الحديقة", "المتحف", "المرفأ", "المدرسة", "السوق")
MENU = "الأخبار أخبار سورية أخبار عربية أخبار دولية"
"""The line of a layout whose pages have the day of publication above the title."""
HEADER = "الأحد 4 حزيران 2023 10:15"


def write(folder: Path, header: str, label: str = "") -> None:
    folder.mkdir(exist_ok=True)
    for subject in SUBJECTS:
        text = (
            f"{MENU}\n{header}\n\nافتتاح {subject} بعد أعمال ترميم طويلة في المدينة القديمة\n{label}\n"
            f"افتتحت البلدية {subject} أمام الزوار بعد أعمال ترميم استمرت سبعة أشهر كاملة.\n\n"
            f"وقال مهندس المشروع إن {subject} ستفتح أبوابها كل يوم عدا الجمعة من الصباح.\n\n"
            "المصدر: صحيفة التجربة المحلية"
        )
        (folder / f"{subject}.txt").write_text(text, encoding="utf-8")


def test_a_header_that_all_pages_share_becomes_the_day_of_capture(tmp_path: Path) -> None:
    write(tmp_path / "d", HEADER)
    load_paths([str(tmp_path / "d")])
    assert Outlet.objects.count() == 1
    assert {(each.edtf, str(each.captured)) for each in Article.objects.all()} == {
        ("", "2023-06-04")
    }


def test_a_labelled_date_that_all_pages_share_stays(tmp_path: Path) -> None:
    write(tmp_path / "d", "", "نُشر في: 4 حزيران 2023")
    load_paths([str(tmp_path / "d")])
    assert {each.edtf for each in Article.objects.all()} == {"2023-06-04"}


def write_days(folder: Path, days: range) -> None:
    """Write a page of each of these days of June, its date above the title."""
    folder.mkdir()
    for day in days:
        text = (
            f"{MENU}\n{day} حزيران 2023 08:30\n\nقطار رقم {day} يعود إلى الخدمة بين المدينتين\n\n"
            f"عاد القطار رقم {day} إلى الخدمة بعد توقف طويل، وقال مدير المحطة إن التذاكر تباع فيها.\n\n"
            "المصدر: صحيفة التجربة المحلية"
        )
        (folder / f"train-{day}.txt").write_text(text, encoding="utf-8")


def test_later_pages_of_other_days_give_the_dates_back(tmp_path: Path) -> None:
    write(tmp_path / "d", HEADER)
    load_paths([str(tmp_path / "d")])
    assert {each.date_evidence for each in Article.objects.all()} == {HEADER}
    write_days(tmp_path / "later", range(10, 20))
    load_paths([str(tmp_path / "later")])
    busy = Article.objects.filter(title__startswith="افتتاح")
    assert {(each.edtf, each.date_basis) for each in busy} == {("2023-06-04", "stated")}
    assert Article.objects.filter(edtf="").count() == 0


def test_one_more_page_of_the_shared_day_is_demoted_with_the_others(tmp_path: Path) -> None:
    write(tmp_path / "d", HEADER)
    load_paths([str(tmp_path / "d")])
    write_days(tmp_path / "later", range(4, 5))
    load_paths([str(tmp_path / "later")])
    assert {each.edtf for each in Article.objects.all()} == {""}


def test_a_date_that_an_editor_set_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "d", HEADER)
    load_paths([str(tmp_path / "d")])
    Article.objects.update(edtf="2023-06-01", date_basis="editor", edited=["edtf"])
    write_days(tmp_path / "later", range(10, 20))
    load_paths([str(tmp_path / "later")])
    busy = Article.objects.filter(title__startswith="افتتاح")
    assert {each.edtf for each in busy} == {"2023-06-01"}
