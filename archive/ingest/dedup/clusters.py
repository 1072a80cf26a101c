"""Articles joined by being near-identical: a union-find structure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Clusters:
    """Clusters of articles, which are given by their numbers; the lowest is a cluster's root."""

    parents: dict[int, int] = field(default_factory=dict)

    def root(self, article: int) -> int:
        """Return the root of the article's cluster: itself while it is joined to none."""
        path = []
        while (parent := self.parents.get(article, article)) != article:
            path.append(article)
            article = parent
        self.parents.update(dict.fromkeys(path, article))
        return article

    def join(self, one: int, other: int) -> None:
        """Make one cluster of the two articles' clusters."""
        first, second = sorted((self.root(one), self.root(other)))
        self.parents[second] = first
        self.parents.setdefault(first, first)

    def members(self) -> dict[int, list[int]]:
        """Return the articles of each cluster of two and more, by its root."""
        found: dict[int, list[int]] = {}
        for article in self.parents:
            found.setdefault(self.root(article), []).append(article)
        return {root: articles for root, articles in found.items() if len(articles) > 1}
