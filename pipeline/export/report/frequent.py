"""The commonest of very many values, in fixed memory: counts that forget what is rare (lossy counting, Manku and Motwani 2002)."""

from collections import Counter
from collections.abc import Hashable, Iterable


class Frequent:
    """Counts values. Exact until ``room`` different ones are remembered; then the rarer half goes, and counts may be too low by at most ``slack``."""

    def __init__(self, room: int = 100_000):
        self.room, self.slack = room, 0
        self._counts: Counter = Counter()

    def update(self, values: Iterable[Hashable]) -> None:
        for value in values:
            self._counts[value] += 1
        if len(self._counts) > self.room:
            self._forget()

    def _forget(self) -> None:
        least = sorted(self._counts.values())[len(self._counts) // 2]
        self.slack += least
        self._counts = Counter({value: count for value, count in self._counts.items() if count > least})

    def top(self, number: int) -> list[tuple[Hashable, int]]:
        """The commonest values with their counts; equal ones by their own order."""
        return sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:number]
