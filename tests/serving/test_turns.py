"""Requests take turns: one computes, the others wait, but never for a slow one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from search.serving.turns import Turns

LONG = 30.0
"""Seconds that no test waits for."""


class Requests:
    """Requests that last until they are let go; it knows which are at work."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.begun: list[str] = []
        self.ends: dict[str, threading.Event] = {}
        self.changed = threading.Condition()

    def answer(self, turns: Turns, name: str) -> None:
        """Answer one in its turn; one that is ``broken`` raises ``ValueError``."""
        with turns.one():
            self._work(name)

    def _work(self, name: str) -> None:
        with self.changed:
            self.at_work.append(name)
            self.begun.append(name)
            self.changed.notify_all()
        assert self.ends[name].wait(LONG)
        with self.changed:
            self.at_work.remove(name)
            self.changed.notify_all()
        if name.startswith("broken"):
            raise ValueError(name)

    def wait_for(self, *names: str) -> None:
        """Wait until exactly these are at work, in the order of their beginning."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.at_work == list(names), LONG), self.at_work


@pytest.fixture
def requests() -> Iterator[Requests]:
    made = Requests()
    yield made
    for end in made.ends.values():
        end.set()


def ask(requests: Requests, turns: Turns, *names: str) -> list[threading.Thread]:
    """Ask for each in a thread of its own, one after the other."""
    threads = []
    for name in names:
        requests.ends[name] = threading.Event()

        def run(name: str = name) -> None:
            with suppress(ValueError):
                requests.answer(turns, name)

        thread = threading.Thread(target=run)
        thread.start()
        threads.append(thread)
        time.sleep(0.02)  # So that it stands in the queue before the next.
    return threads


def test_one_after_the_other_in_order(requests: Requests) -> None:
    turns = Turns(hold_seconds=LONG)
    threads = ask(requests, turns, "first", "second", "third")
    for name in ("first", "second", "third"):
        requests.wait_for(name)
        requests.ends[name].set()
    for thread in threads:
        thread.join(LONG)
    assert requests.begun == ["first", "second", "third"]


def test_a_slow_one_is_passed(requests: Requests) -> None:
    turns = Turns(hold_seconds=0.05)
    ask(requests, turns, "slow", "second", "third")
    requests.wait_for("slow", "second", "third")


def test_whoever_was_passed_gives_nothing_back(requests: Requests) -> None:
    turns = Turns(hold_seconds=0.05)
    ask(requests, turns, "slow", "second")
    requests.wait_for("slow", "second")
    requests.ends["slow"].set()
    requests.wait_for("second")
    held = turns._holder
    assert held is not None
    ask(requests, turns, "third")
    requests.wait_for("second", "third")
    assert turns._holder is not held


def test_a_broken_one_gives_its_turn_back(requests: Requests) -> None:
    turns = Turns(hold_seconds=LONG)
    ask(requests, turns, "broken", "second")
    requests.wait_for("broken")
    requests.ends["broken"].set()
    requests.wait_for("second")


def test_many_threads_never_wait_in_vain() -> None:
    turns = Turns(hold_seconds=0.001)
    done: list[int] = []

    def work(number: int) -> None:
        for _ in range(40):
            with turns.one():
                if number % 3 == 0:
                    time.sleep(0.002)
        done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert sorted(done) == list(range(8))
    assert turns._holder is None
    assert not turns._waiting
