"""What is known before a document is read, as one frozen value that is handed from stage to stage.

``OutletRegistry`` finds outlets by slug, by name as printed, or by domain; ``Knowledge`` adds
what editors taught to what is shipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import Corrections
from archive.knowledge.outlet_lists import KnownOutlet, read_outlets
from archive.records.documents import OutletBasis, OutletClaim

_REMEMBERED: Final = 4096
"""Lines whose key is kept: a page asks of each several times, and sites have many in common."""
_LONGEST_NAME: Final = 80
"""Code points of an outlet's name."""
_SEVERAL: Final = 3
"""Outlets of one name, from which on it is a name of the press wherever it stands alone."""
SHIPPED: Final = Path(__file__).resolve().parents[1] / "data" / "outlets"

_QUOTES: Final = " \t\"'«»“”‘’.:،,/-–—|"
_BRACKETS: Final = "()[]"


class OutletRegistry:
    """Outlets by slug, by any of their names (folded, quotes off) and by domain.

    What two outlets claim is the first one's.
    """

    def __init__(self, outlets: Iterable[KnownOutlet]) -> None:
        self.outlets: Final = tuple(outlets)
        self._slugs = {outlet.slug: outlet for outlet in self.outlets}
        self._domains: dict[str, KnownOutlet] = {}
        self._names: dict[str, KnownOutlet] = {}
        self._called: Counter[str] = Counter()
        self._own: dict[str, KnownOutlet] = {}
        self._preferring: dict[str, OutletRegistry] = {}
        for outlet in self.outlets:
            for host in outlet.domains:
                self._domains.setdefault(host, outlet)
            for name in outlet.names:
                self._names.setdefault(_name_key(name), outlet)
            self._called.update({_name_key(name) for name in outlet.here})

    @classmethod
    def shipped(cls) -> OutletRegistry:
        """Return the outlets of ``archive/data/outlets``, read once."""
        return _shipped()

    def with_described(self, described: Iterable[KnownOutlet]) -> OutletRegistry:
        """Return a registry that knows these too, and before others of the same name or domain."""
        new = {outlet.slug: outlet for outlet in described}
        old = [
            outlet.completed_by(new.pop(outlet.slug)) if outlet.slug in new else outlet
            for outlet in self.outlets
        ]
        return OutletRegistry((*new.values(), *old))

    def preferring(self, host: str) -> OutletRegistry:
        """Return a registry in which the names of the outlet of ``host`` are its own.

        Several papers are called «النهار»; on the page of one of them the name means that one.
        """
        outlet = self.by_domain(host) if host else None
        if outlet is None or not outlet.here:
            return self
        if outlet.slug not in self._preferring:
            registry = copy(self)
            registry._own = {_name_key(name): outlet for name in (*outlet.names, *outlet.here)}
            self._preferring[outlet.slug] = registry
        return self._preferring[outlet.slug]

    def by_slug(self, slug: str) -> KnownOutlet | None:
        """Return the outlet of ``slug``, if known."""
        return self._slugs.get(slug)

    def by_name(self, text: str) -> KnownOutlet | None:
        """Return the outlet that ``text``, whole, is a name of."""
        if len(text) > _LONGEST_NAME:
            return None
        key = _name_key(text)
        return self._own.get(key) or self._names.get(key)

    def is_called(self, text: str) -> bool:
        """Whether some outlet is called ``text``, be it on its own pages alone.

        Ask where the place of ``text`` tells already that it is a name: in a dateline.
        """
        return len(text) <= _LONGEST_NAME and (
            _name_key(text) in self._called or self.by_name(text) is not None
        )

    def is_press_name(self, text: str) -> bool:
        """Whether a line that says ``text`` and nothing else names an outlet.

        A word that one paper is called by is a word on all other pages («أبواب»); a name that
        several papers bear is one of theirs.
        """
        if self.by_name(text) is not None:
            return True
        return len(text) <= _LONGEST_NAME and self._called[_name_key(text)] >= _SEVERAL

    def by_domain(self, host: str) -> KnownOutlet | None:
        """Return the outlet of ``host`` or of the nearest domain above it."""
        labels = host.lower().strip(".").split(".")
        for start in range(len(labels) - 1):
            outlet = self._domains.get(".".join(labels[start:]))
            if outlet is not None:
                return outlet
        return None

    def claim(self, name: str, basis: OutletBasis, evidence: str = "") -> OutletClaim:
        """Return the claim that an article is by the outlet called ``name``.

        An outlet that is not registered keeps its name as found and an empty slug.
        """
        outlet = self.by_name(name)
        if outlet is None:
            return OutletClaim("", name.strip(_QUOTES), basis, evidence)
        return OutletClaim(outlet.slug, outlet.name_ar, basis, evidence)

    def claim_slug(self, slug: str, basis: OutletBasis, evidence: str = "") -> OutletClaim:
        """Return the claim for a registered ``slug``; unknown slugs claim nothing."""
        outlet = self.by_slug(slug)
        return OutletClaim(slug, outlet.name_ar, basis, evidence) if outlet else OutletClaim()


@cache
def _shipped() -> OutletRegistry:
    return OutletRegistry(read_outlets(SHIPPED))


@lru_cache(_REMEMBERED)
def _name_key(name: str) -> str:
    return " ".join(fold(name).replace(".", " ").strip(_QUOTES + _BRACKETS).split())


@dataclass(frozen=True)
class Knowledge:
    """The outlets and names that editors described, over those that come with the archive.

    It never changes: whoever must honour what editors do meanwhile asks for the next one.
    It travels to other processes as it is. Without arguments: what is shipped alone.
    """

    described_outlets: tuple[KnownOutlet, ...] = ()
    corrections: Corrections = Corrections()

    @cached_property
    def outlets(self) -> OutletRegistry:
        """Every known outlet: the shipped ones, as editors completed them, and editors' own."""
        return OutletRegistry.shipped().with_described(self.described_outlets)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the registry behind, which the other process makes faster than it reads it."""
        return {
            "described_outlets": self.described_outlets,
            "corrections": self.corrections,
        }
