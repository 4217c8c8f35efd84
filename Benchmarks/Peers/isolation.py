"""What running each trial in a process of its own costs."""

import statistics
from dataclasses import dataclass

FEW, MANY = 5, 25


@dataclass(frozen=True)
class Overhead:
    """Wall seconds a worker process adds: to each trial, and once to a comparison."""

    per_trial: float
    once: float


def overhead(seconds):
    """From the median seconds of comparisons of FEW and MANY trials, by (isolation, trials).

    What both ways of running have in common, loading, fitting and scoring, cancels out.
    """
    added = {count: seconds["process", count] - seconds["none", count] for count in (FEW, MANY)}
    per_trial = (added[MANY] - added[FEW]) / (MANY - FEW)
    return Overhead(per_trial, added[FEW] - FEW * per_trial)


def measure(ours, turns=3):
    """On the data set's every row, with the model that costs nothing itself, one trial at a time."""
    seconds = {}
    for _ in range(turns):
        for isolation in ("process", "none"):
            for count in (FEW, MANY):
                finished, _ = ours.compare(
                    "majority-class", "--jobs", 1, "--isolation", isolation, folds=count)
                seconds.setdefault((isolation, count), []).append(finished.seconds)
    return overhead({key: statistics.median(values) for key, values in seconds.items()})
