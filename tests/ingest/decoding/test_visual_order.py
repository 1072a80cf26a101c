"""Text whose letters stand from left to right is put in order, where that is sure."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.decoding.visual_order import PUT_IN_ORDER, in_reading_order
from archive.ingest.parsing import ParsedCapture
from archive.records.documents import HTML, JSON_RECORD, PLAIN_TEXT, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture

DATED = "وبدأت الأعمال في 12/5/2019 بكلفة 450 ألف دولار، وشاركت فيها منظمة UNESCO كما قال (الأمين)."
TEXT = "\n".join((TITLE, *PARAGRAPHS, DATED))
_LEFT_TO_RIGHT = re.compile(r"[0-9٠-٩A-Za-z]+(?:[./:][0-9٠-٩]+)*")
_MIRRORED = str.maketrans("()«»", ")(»«")


def drawn(text: str) -> str:
    """Return a text as a terminal draws it: numbers and Latin words stay as they are."""
    lines = (line[::-1].translate(_MIRRORED) for line in text.split("\n"))
    return "\n".join(_LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], line) for line in lines)


def parsed(content: str, media_type: str = PLAIN_TEXT) -> ParsedCapture:
    return parse_capture(RawCapture("d", "d", content.encode(), media_type))


def test_a_text_in_visual_order_is_put_in_order_with_a_warning() -> None:
    found = parsed(drawn(TEXT))
    assert found.text == TEXT
    assert found.articles[0].title == TITLE
    assert PUT_IN_ORDER in found.warnings


def test_numbers_and_latin_words_are_read_as_they_were_drawn() -> None:
    assert in_reading_order(drawn(TEXT))[0].splitlines()[-1] == DATED


def test_arabic_digits_too() -> None:
    text = TEXT.replace("12/5/2019", "١٢/٥/٢٠١٩")
    assert in_reading_order(drawn(text)) == (text, True)


def test_numbers_that_were_turned_with_all_the_rest_are_turned_back_with_it() -> None:
    text = f"{TITLE}\n{' '.join(PARAGRAPHS)}\nوقع ذلك في عام 2019 وتكرر في عام 2021."
    assert in_reading_order("\n".join(line[::-1] for line in text.split("\n"))) == (text, True)


def test_words_of_which_only_the_letters_are_turned_keep_their_order() -> None:
    text = "\n".join(PARAGRAPHS)
    turned = "\n".join(" ".join(w[::-1] for w in line.split()) for line in text.split("\n"))
    assert in_reading_order(turned) == (text, True)


def test_printed_shapes_in_visual_order_become_letters_in_the_order_of_reading() -> None:
    shapes = {"ا": "\ufe8e", "ل": "\ufedf", "م": "\ufee3", "ن": "\ufee6", "ت": "\ufe97"}
    text = "\n".join(PARAGRAPHS)
    assert parsed("".join(shapes.get(letter, letter) for letter in drawn(text))).text == text


def test_a_record_s_title_and_author_are_put_in_order_with_its_text() -> None:
    record = {
        "title": drawn(TITLE),
        "author": drawn("سلمى الحداد"),
        "text": drawn("\n".join(PARAGRAPHS)),
        "url": "https://example.org/a",
    }
    found = parsed(json.dumps(record, ensure_ascii=False), JSON_RECORD)
    (article,) = found.articles
    assert (article.title, article.byline) == (TITLE, "سلمى الحداد")
    assert article.paragraphs == PARAGRAPHS
    assert PUT_IN_ORDER in found.warnings


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT}\nالكلمة «ةنيدم» مكتوبة بالمقلوب، وكذلك «يف» و«ىلع».",
        "ةيبرع يف",
        "ةنيدم xyz qwerty ىلع abc lorem ipsum dolor sit amet consectetur",
        "Plain English text, and nothing else.",
    ],
)
def test_what_is_in_order_or_not_sure_stays(text: str) -> None:
    assert in_reading_order(text) == (text, False)


@given(st.text(alphabet=st.sampled_from("ابةىيف 12«»().\nab"), max_size=80))
def test_any_text_is_read_to_an_end(text: str) -> None:
    found, was_turned = in_reading_order(text)
    assert was_turned or found == text


def test_a_web_page_in_visual_order_is_put_in_order_with_its_title() -> None:
    lines = "<br>\n".join(drawn(line) for line in PARAGRAPHS)
    mixed = drawn(DATED).replace("UNESCO", "<b>UNESCO</b>", 1)
    page = (
        f"<html><head><title>{drawn(TITLE)}</title></head><body><h1>{drawn(TITLE)}</h1>"
        f"<p>{lines}</p><p>{mixed}</p></body></html>"
    )
    found = parsed(page, HTML)
    assert found.articles[0].title == TITLE
    assert found.articles[0].paragraphs == (*PARAGRAPHS, DATED)
    assert PUT_IN_ORDER in found.warnings


def test_a_web_page_in_the_order_of_reading_stays_as_it_is() -> None:
    page = f"<html><body><h1>{TITLE}</h1><p>{'</p><p>'.join(PARAGRAPHS)}</p></body></html>"
    assert PUT_IN_ORDER not in parsed(page, HTML).warnings
