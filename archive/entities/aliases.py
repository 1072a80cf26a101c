"""Aliases: the spellings an entity goes by, and when each may be believed.

In the data files an alias carries its policy as a sign before it and its own trigger
words in braces behind it:

>>> [(rule.text, rule.policy.value, rule.triggers) for rule in parse_aliases("قسد|~فتح{حركة}")]
[('قسد', 'always', ()), ('فتح', 'trigger', ('حركة',))]
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class AliasPolicy(StrEnum):
    """When an alias found in a text is taken for its entity."""

    ALWAYS = "always"
    TRIGGER = "trigger"
    """After a trigger word (مدينة، بلدة، حركة…), or when one occurrence in the article was."""
    CONTEXT = "context"
    """When the entity's fuller name or its parent is elsewhere in the article."""
    PREPOSITION = "preposition"
    """After a preposition or trigger word, for words that are adjectives elsewhere (مالي)."""
    NOUN = "noun"
    """Unless a word with the article precedes it: «الحكومة السعودية» names no country."""
    NEVER = "never"
    """Known to searches, never matched in a text."""


class AliasRule(NamedTuple):
    """A spelling with its policy; ``triggers`` replace the usual trigger words of its kind."""

    text: str
    policy: AliasPolicy = AliasPolicy.ALWAYS
    triggers: tuple[str, ...] = ()


POLICY_SIGNS: Final = {
    "~": AliasPolicy.TRIGGER,
    "+": AliasPolicy.CONTEXT,
    "^": AliasPolicy.PREPOSITION,
    "!": AliasPolicy.NOUN,
    "-": AliasPolicy.NEVER,
}


def parse_alias(cell: str) -> AliasRule:
    """Return the rule that one cell of a gazetteer file states."""
    policy = POLICY_SIGNS.get(cell[:1])
    text, _, triggers = cell.removesuffix("}").partition("{")
    return AliasRule(
        text if policy is None else text[1:],
        policy or AliasPolicy.ALWAYS,
        tuple(trigger for trigger in triggers.split(",") if trigger),
    )


def parse_aliases(cell: str) -> tuple[AliasRule, ...]:
    """Return the rules of a cell whose aliases are parted by ``|``."""
    return tuple(parse_alias(part.strip()) for part in cell.split("|") if part.strip())
