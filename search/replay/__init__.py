"""An HTML capture as it looked, in isolation: no script runs, nothing loads from outside.

A page is written anew from its tree, of allowed elements and attributes alone
(``page_writing``, ``allowed_markup``); its style sheets are read token by token
(``css_rewriting``). What it shows beside its text comes from what was captured with it
(``kept_addresses``), its links lead to what the archive holds (``held_links``). Page and parts
stand under signed addresses of some minutes (``replay_tokens``), answered before any cookie is
read (``replay_origin``), with a policy that would forbid the rest by itself
(``replay_policy``). Pages of a PDF are drawn by a process of their own (``pdf_drawing``).

Source of the design: docs/decisions/1103-replay-in-isolation.md.
"""

__all__ = [
    "captured_tree",
    "kept_addresses",
    "lacking_parts",
    "replay_answers",
    "replay_origin",
    "replay_tokens",
]
