#!/usr/bin/env python3
"""Prints expected.txt: what the tests of orchestrator/diff hold the statistics against.

Needs SciPy (pip install scipy); made with SciPy 1.17. The rank tests are SciPy's own mannwhitneyu and
wilcoxon; squeezeVar is limma's, worked from the formulas of Smyth (2004) with SciPy's polygamma and a
bracketing root finder instead of Newton's method.

A line is a name, the numbers of each sample, and the expected numbers; the groups are separated by |.
"""
import math
import random

from scipy import optimize, special, stats


def show(values):
    return " ".join(repr(float(value)) for value in values)


def line(name, *groups):
    print(name, "|", " | ".join(show(group) for group in groups))


def rank_cases(chance):
    def draw(count, shift=0.0, digits=None):
        values = [chance.gauss(shift, 1) for _ in range(count)]
        return [round(value, digits) for value in values] if digits is not None else values

    for n, m in [(1, 1), (2, 3), (5, 5), (8, 8), (5, 10), (8, 40), (10, 10), (20, 30), (60, 80)]:
        for shift in (0.0, 1.0, 3.0):
            yield draw(n), draw(m, shift)
    for n, m in [(5, 5), (8, 8), (10, 10), (30, 30)]:
        for shift in (0.0, 1.0):
            yield draw(n, 0, 0), draw(m, shift, 0)
    yield [1, 1, 1], [1, 1, 2]


def differences(chance):
    for n in (1, 2, 5, 8, 10, 13, 14, 20, 40, 50, 51, 100):
        for shift in (0.0, 0.5, 2.0):
            yield [chance.gauss(shift, 1) for _ in range(n)]
    for n in (5, 10, 13, 14, 20, 50, 60):  # with ties and zeros
        for shift in (0.0, 1.0):
            yield [float(round(chance.gauss(shift, 2))) for _ in range(n)]


def squeeze(variances, degrees):
    """limma's fitFDist and squeezeVar, without covariate, trend and robustness."""
    middle = sorted(variances)[len(variances) // 2]
    assert len(variances) % 2 == 1
    raised = [max(value, 1e-5 * middle) for value in variances]
    logs = [math.log(v) - special.digamma(d / 2) + math.log(d / 2) for v, d in zip(raised, degrees)]
    mean = sum(logs) / len(logs)
    excess = sum((log - mean) ** 2 for log in logs) / (len(logs) - 1)
    excess -= sum(special.polygamma(1, d / 2) for d in degrees) / len(degrees)
    if excess <= 0:
        return sum(raised) / len(raised), math.inf
    half = optimize.brentq(lambda x: special.polygamma(1, x) - excess, 1e-6, 1e9, xtol=1e-14)
    return math.exp(mean + special.digamma(half) - math.log(half)), 2 * half


def variance_cases(chance):
    for rows, spread in [(3, 1.0), (11, 0.0), (41, 0.5), (101, 1.0), (161, 2.0)]:
        for degrees in (3, 8, 18):
            d = [degrees] * rows
            yield [math.exp(spread * chance.gauss(0, 1)) * chance.gammavariate(x / 2, 2 / x) * 1e-3 for x in d], d
    d = [chance.choice([4, 8, 18]) for _ in range(51)]  # degrees that differ
    yield [math.exp(0.7 * chance.gauss(0, 1)) * chance.gammavariate(x / 2, 2 / x) for x in d], d
    yield [0.0, 1.0, 2.0, 0.5, 3.0], [8] * 5  # a variance of nothing


def main():
    chance = random.Random(20260131)
    for a, b in rank_cases(chance):
        line("mann_whitney", a, b, [stats.mannwhitneyu(a, b, alternative="two-sided").pvalue])
    for d in differences(chance):
        if any(d):
            line("wilcoxon", d, [stats.wilcoxon(d).pvalue])
    for variances, degrees in variance_cases(chance):
        prior, prior_degrees = squeeze(variances, degrees)
        post = [prior if math.isinf(prior_degrees) else (d * v + prior_degrees * prior) / (d + prior_degrees)
                for v, d in zip(variances, degrees)]
        line("squeeze", variances, degrees, [prior, prior_degrees], post)
    for degrees in (1.0, 3.5, 8.0, 18.0, 100.0, math.inf):
        for p in (0.001, 0.05, 0.5, 0.95, 0.99999):
            dist = stats.norm if math.isinf(degrees) else stats.t(degrees)
            x = dist.ppf(p)
            line("t", [degrees, p], [x, dist.sf(x)])


main()
