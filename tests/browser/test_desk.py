"""The archivist's desk in a browser: how many actions its commonest work takes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.actions import Editor
from tests.browser.conftest import Site, free_port
from tests.processes import new_archive

pytestmark = pytest.mark.browser

FOUND = 200
DOUBTFUL = 20
LIST = "/admin/archive/article/"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive of 200 articles about one thing, 20 of which have a doubtful date."""
    served = Site(tmp_path_factory.mktemp("desk"), free_port())
    records = tmp_path_factory.mktemp("records") / "records.jsonl"
    with records.open("w", encoding="utf-8") as file:
        for number in range(FOUND):
            doubtful = number < DOUBTFUL
            record = {
                "id": f"made-{number}",
                "title": f"أعمال الصيانة على جسر الزاب، المرحلة {number}",
                "text": f"تتواصل الأعمال على الجسر في القرية رقم {number} منذ الصباح.\n" * 3,
                "date": "2024-02-30" if doubtful else "2024-05-01",
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    new_archive(served.home)
    served.manage("load_articles", str(records))
    served.manage("index_worker", "--once")
    served.manage("createsuperuser", "--noinput", "--username", "editor", "--email", "e@x.example")
    served.manage("shell", "-c", MADE_OUTLET)
    process = served.start()
    try:
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)


MADE_OUTLET = (
    "from archive.models import Outlet; Outlet.objects.create(slug='nabaa', name_ar='نبع نيوز')"
)


@pytest.fixture
def editor(browser: Browser, desk: Site) -> Iterator[Editor]:
    """An editor who has logged in."""
    context = browser.new_context(base_url=desk.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    page.set_default_timeout(20_000)
    page.goto(f"/login/?next={LIST}")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(desk.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.wait_for_url(f"**{LIST}")
    # What is told at signing in is told once.
    page.goto(LIST)
    yield Editor(page)
    context.close()
    assert errors == []


def test_thirty_articles_stand_on_a_screen(editor: Editor) -> None:
    rows = editor.page.locator("#result_list tbody tr")
    expect(rows).to_have_count(30)
    last = rows.last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 900


def test_an_outlet_is_set_on_two_hundred_found_articles_and_undone(editor: Editor) -> None:
    page = editor.page
    editor.fill("#searchbar", "صيانة الجسر")
    editor.press("Enter")
    editor.click(page.get_by_role("link", name="غيّر المقالات الموجودة"))
    editor.fill("#id_outlet", "نبع نيوز")
    editor.click("input[name=preview]")
    expect(page.locator("#content")).to_contain_text(f"يتغيّر {FOUND} مقال")
    editor.click("input[name=confirmed]")
    expect(page.locator("[role=status]")).to_contain_text(f"تغيّر {FOUND} سجل")
    assert editor.actions <= 6
    editor.actions = 0
    editor.click("input[name=undo]")
    expect(page.locator("[role=status]")).to_contain_text(f"تغيّر {FOUND} سجل")
    assert editor.actions == 1


def test_twenty_doubtful_dates_are_corrected(editor: Editor) -> None:
    page = editor.page
    editor.click(page.get_by_role("link", name="للمراجعة"))
    editor.click(page.get_by_role("link", name="التواريخ والمصادر في القائمة"))
    dates = page.locator("#result_list input[data-reads-dates]")
    expect(dates).to_have_count(DOUBTFUL)
    for number in range(DOUBTFUL):
        editor.fill(dates.nth(number), f"{number + 1} أيار 2024")
    expect(page.locator("output.read-date").last).to_contain_text("أيار/مايو 2024")
    editor.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"{LIST}?look=review")
    expect(page.locator("#result_list tbody tr")).to_have_count(0)
    assert editor.actions <= 45


def test_an_article_that_is_read_is_hidden(editor: Editor) -> None:
    page = editor.page
    page.goto("/search/?q=صيانة")
    page.locator("#hits a").first.click()
    address = page.url
    editor.click(page.get_by_role("link", name="حرّر"))
    expect(page.locator(".source-lines")).to_be_visible()
    editor.choose("#id_hidden", "hidden")
    editor.fill("#id_hidden_public_reason", "بطلب من صاحب الشأن")
    editor.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert editor.actions <= 4
    response = page.request.get(address)
    assert response.status == 410
    assert "بطلب من صاحب الشأن" in response.text()


def test_a_date_is_read_back_while_it_is_typed(editor: Editor) -> None:
    page = editor.page
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_edtf").fill("٢٦ تشرين الأول ٢٠٢٤")
    words = page.locator("#id_edtf ~ output")
    expect(words).to_have_text("26 تشرين الأول/أكتوبر 2024")
    page.locator("#id_edtf").fill("31 شباط 2024")
    expect(words).to_contain_text("غير موجود")


SELECT = """field => {
  const at = field.value.indexOf("الزاب");
  field.focus();
  field.setSelectionRange(at, at + "الزاب".length);
  field.dispatchEvent(new Event("select"));
}"""


def test_a_name_that_is_selected_is_added_while_the_form_is_open(
    editor: Editor, desk: Site
) -> None:
    desk.wait_for_jobs()
    page = editor.page
    page.reload()
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_section").fill("محليات")
    page.locator("#id_title").evaluate(SELECT)
    editor.actions += 1
    editor.click(page.get_by_role("button", name="أضف «الزاب» إلى الأسماء"))
    editor.click(page.get_by_label("مكان جديد بهذا الاسم"))
    editor.click(page.get_by_role("button", name="أضف الاسم"))
    expect(page.locator(".names-added [role=status]")).to_contain_text("«الزاب»")
    assert editor.actions <= 4
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.locator("#id_section").input_value() == "محليات"
    page.get_by_role("link", name="مشاهدة على الموقع").click()
    expect(page.get_by_role("link", name="الزاب").first).to_be_visible()
