"""What the benchmark of judged articles counts as right, wrong and missed."""

from __future__ import annotations

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.name_spellings import parse_aliases
from archive.entities.recognition.gazetteer_recogniser import GazetteerRecogniser
from archive.records.mentions import ArticleText, EntityKind
from benchmarks.entities_judged import HALVES, score_article
from tools.judged_articles import JudgedName, read_half

CITY = GazetteerEntry("city", EntityKind.PLACE, "زهران", aliases=parse_aliases("زهران"))
CLUB = GazetteerEntry(
    "club", EntityKind.ORGANISATION, "نادي زهران", aliases=parse_aliases("نادي زهران|الأخضر")
)
OPEN = GazetteerEntry(
    "open",
    EntityKind.ORGANISATION,
    "وزارة البحر (الدولة غير محددة)",
    aliases=parse_aliases("وزارة البحر"),
)


def _counts(text: str, *judged: JudgedName) -> tuple[int, int, int]:
    reader = GazetteerRecogniser(Gazetteer((CITY, CLUB, OPEN)))
    scores = score_article(list(judged), reader.recognise(ArticleText(text)), reader.gazetteer)
    total = scores[EntityKind.PLACE]
    total.add(scores[EntityKind.ORGANISATION])
    return total.right, total.found, total.wanted


def _name(kind: EntityKind, key: str, *names: str, is_optional: bool = False) -> JudgedName:
    return JudgedName(kind, key, frozenset(names), is_optional)


def test_an_entity_is_right_once_however_often_it_is_named() -> None:
    club = _name(EntityKind.ORGANISATION, "club", "نادي زهران")

    assert _counts("فاز نادي زهران ثم خسر نادي زهران والأخضر", club) == (1, 1, 1)


def test_a_place_inside_a_name_is_wrong() -> None:
    assert _counts("في زهران", _name(EntityKind.ORGANISATION, "club", "نادي زهران")) == (0, 1, 1)


def test_an_optional_name_counts_neither_way() -> None:
    assert _counts("في زهران", _name(EntityKind.PLACE, "city", "زهران", is_optional=True)) == (
        0,
        0,
        0,
    )


def test_a_body_of_an_open_country_is_missed_and_not_wrong() -> None:
    assert _counts("وزارة البحر", _name(EntityKind.ORGANISATION, "-", "وزارة البحر")) == (0, 0, 1)


def test_the_halves_share_no_article() -> None:
    halves = [set(read_half(half)) for half in HALVES]
    assert list(map(len, halves)) == [20, 20, 30, 30, 39]
    assert len(set().union(*halves)) == 139
