"""Two ways to do the same work, measured in turn: ratios, their median and its interval."""

import dataclasses
import math
import statistics
from typing import Callable, Optional


@dataclasses.dataclass
class Figure:
    """ours and peer each do one measurement and return a number of which more is better."""

    name: str
    unit: str
    peer_name: str
    ours: Callable[[], float]
    peer: Callable[[], float]
    goal: Optional[float] = None  # of ours / peer


@dataclasses.dataclass
class Result:
    figure: Figure
    ours: list
    peer: list

    @property
    def ratios(self):
        return sorted(a / b for a, b in zip(self.ours, self.peer))

    @property
    def ratio(self):
        return statistics.median(self.ratios)

    @property
    def interval(self):
        return median_interval(self.ratios)

    def verdict(self):
        if self.figure.goal is None:
            return ""
        low, high = self.interval
        if low >= self.figure.goal:
            return "reached"
        return "missed" if high < self.figure.goal else "undecided"


def median_interval(values):
    """The order statistics that hold the median with 95% or more; the extremes where n is small."""
    ordered = sorted(values)
    n = len(ordered)
    below, rank = 0.0, 0
    for k in range(n // 2):
        below += math.comb(n, k) / 2**n
        if below > 0.025:
            break
        rank = k
    return ordered[rank], ordered[n - 1 - rank]


def measure(figure, rounds, progress):
    """Interleaved, and first in turn: what one leaves in the caches favours neither."""
    ours, peer = [], []
    for i in range(rounds):
        progress(f"{figure.name}: round {i + 1} of {rounds}")
        pair = [(figure.ours, ours), (figure.peer, peer)]
        for call, values in pair if i % 2 == 0 else reversed(pair):
            values.append(call())
    return Result(figure, ours, peer)
