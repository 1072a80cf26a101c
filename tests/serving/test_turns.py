"""Requests take turns: one is answered, the others wait, but never for a slow one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from search.serving.turns import TurnDispatcher

LONG = 30.0
"""Seconds that no test waits for."""


class Requests:
    """Requests that last until they are let go; it knows which are at work, and in which threads."""

    def __init__(self) -> None:
        self.at_work: list[str] = []
        self.begun: list[str] = []
        self.threads: list[str] = []
        self.ends: dict[str, threading.Event] = {}
        self.changed = threading.Condition()

    def ask(self, dispatcher: TurnDispatcher, *names: str) -> None:
        """Hand them to the dispatcher, one after the other."""
        for name in names:
            self.ends[name] = threading.Event()
            dispatcher.add_task(_Request(self, name))

    def answer(self, name: str) -> None:
        with self.changed:
            self.at_work.append(name)
            self.begun.append(name)
            self.threads.append(threading.current_thread().name)
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


class _Request:
    def __init__(self, requests: Requests, name: str) -> None:
        self.requests, self.name = requests, name

    def service(self) -> None:
        self.requests.answer(self.name)

    def cancel(self) -> None:
        self.requests.begun.append(f"{self.name} cancelled")


@pytest.fixture
def requests() -> Requests:
    return Requests()


@pytest.fixture
def dispatching(requests: Requests) -> Iterator[Callable[..., TurnDispatcher]]:
    made: list[TurnDispatcher] = []

    def make(hold_seconds: float = LONG, threads: int = 4) -> TurnDispatcher:
        dispatcher = TurnDispatcher(hold_seconds)
        dispatcher.set_thread_count(threads)
        made.append(dispatcher)
        return dispatcher

    yield make
    for end in requests.ends.values():
        end.set()
    for dispatcher in made:
        dispatcher.shutdown()
        assert not dispatcher.threads


def test_one_after_the_other_in_order_by_the_thread_that_is_warm(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    dispatcher = dispatching()
    names = ("first", "second", "third")
    requests.ask(dispatcher, *names)
    for name in names:
        requests.wait_for(name)
        requests.ends[name].set()
    requests.wait_for()
    assert requests.begun == list(names)
    assert len(set(requests.threads)) == 1


def test_whoever_comes_later_meets_the_thread_that_worked_last(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    dispatcher = dispatching()
    for name in ("first", "second", "third"):
        end = time.monotonic() + LONG
        while len(dispatcher._idle) < 4 and time.monotonic() < end:
            time.sleep(0.005)
        requests.ask(dispatcher, name)
        requests.wait_for(name)
        requests.ends[name].set()
        requests.wait_for()
    assert len(set(requests.threads)) == 1


def test_a_slow_one_is_passed(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    requests.ask(dispatching(hold_seconds=0.05), "slow", "second", "third")
    requests.wait_for("slow", "second", "third")


def test_a_slow_one_is_passed_by_those_that_come_later(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    dispatcher = dispatching(hold_seconds=0.05)
    requests.ask(dispatcher, "slow")
    requests.wait_for("slow")
    time.sleep(0.2)
    requests.ask(dispatcher, "second")
    requests.wait_for("slow", "second")
    requests.ask(dispatcher, "third")
    requests.wait_for("slow", "second", "third")


def test_whoever_was_passed_ends_no_other_turn(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    dispatcher = dispatching(hold_seconds=0.5)
    requests.ask(dispatcher, "slow", "second")
    requests.wait_for("slow", "second")
    requests.ends["slow"].set()
    requests.wait_for("second")
    requests.ask(dispatcher, "third")
    time.sleep(0.1)
    assert requests.at_work == ["second"]
    requests.wait_for("second", "third")


def test_a_broken_one_ends_its_turn(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    requests.ask(dispatching(), "broken", "second")
    requests.wait_for("broken")
    requests.ends["broken"].set()
    requests.wait_for("second")


def test_more_slow_ones_than_threads_wait_for_a_thread(
    requests: Requests, dispatching: Callable[..., TurnDispatcher]
) -> None:
    requests.ask(dispatching(hold_seconds=0.02, threads=2), "a", "b", "c")
    requests.wait_for("a", "b")
    requests.ends["b"].set()
    requests.wait_for("a", "c")


def test_threads_that_stop_cancel_what_waits(requests: Requests) -> None:
    dispatcher = TurnDispatcher(LONG)
    dispatcher.set_thread_count(3)
    requests.ask(dispatcher, "first", "second")
    requests.wait_for("first")
    stopping = threading.Timer(0.1, requests.ends["first"].set)
    stopping.start()
    assert dispatcher.shutdown()
    assert not dispatcher.threads
    assert requests.begun[0] == "first"
    assert requests.begun[1:] in (["second cancelled"], ["second"])
    requests.ends["second"].set()


def test_many_requests_of_many_threads_are_all_answered(
    dispatching: Callable[..., TurnDispatcher],
) -> None:
    dispatcher = dispatching(hold_seconds=0.001, threads=8)
    answered: list[int] = []
    complete = threading.Event()

    class Quick:
        def __init__(self, number: int) -> None:
            self.number = number

        def service(self) -> None:
            if self.number % 3 == 0:
                time.sleep(0.002)
            answered.append(self.number)
            if len(answered) == 1_200:
                complete.set()

    def ask(first: int) -> None:
        for number in range(first, first + 200):
            dispatcher.add_task(Quick(number))
            if number % 7 == 0:
                time.sleep(0.001)

    askers = [threading.Thread(target=ask, args=(200 * each,)) for each in range(6)]
    for asker in askers:
        asker.start()
    assert complete.wait(LONG)
    assert sorted(answered) == list(range(1_200))
