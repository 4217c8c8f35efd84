"""Benchmarks/RESULTS.md: tables of what was measured. Whether a goal was met is computed here from the figures."""

import re

import comparisons
import work

# Accuracies closer than this count as the same: 30 rows of 60,000.
SAME_ACCURACY = 0.0005


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def verdict(is_met, reason=""):
    return "met" if is_met else f"**missed**{': ' + reason if reason else ''}"


def speed_verdict(ratio, goal, accuracy, peer_accuracy):
    """A comparison is won by speed at the same accuracy or better."""
    missed = []
    if ratio < goal:
        missed.append("speed")
    if accuracy < peer_accuracy - SAME_ACCURACY:
        missed.append("accuracy")
    return verdict(not missed, ", ".join(missed))


def goal_cells(goal, ratio, accuracy, peer_accuracy):
    """The goal and whether it was met; dashes where there is none."""
    return ["-", "-"] if goal is None else [f"{goal:g}", speed_verdict(ratio, goal, accuracy, peer_accuracy)]


def facts_section(facts):
    return table(["what", "found"], facts.items())


def comparison_rows(mine, theirs):
    """One row a peer of one model; without peers, ours alone."""
    seconds = f"{mine.median:.1f}"
    if not theirs:
        return [[mine.model, "-", seconds, "-", "-", "-", "-", f"{mine.accuracy:.4f}", "-", f"{len(mine.seconds)}"]]
    rows = []
    for comparison, side in theirs.items():
        ratio = side.median / mine.median
        parallel = f"{side.results[0]['jobs']} jobs x {side.results[0]['threads']} threads"
        rows.append([
            comparison.model, f"{comparison.peer}, {parallel}", seconds, f"{side.median:.1f}", f"{ratio:.1f}",
            *goal_cells(comparison.goal, ratio, mine.accuracy, side.accuracy),
            f"{mine.accuracy:.4f}", f"{side.accuracy:.4f}", f"{len(mine.seconds)}/{len(side.seconds)}"])
    return rows


COMPARISON_HEADER = [
    "model", "peer", "ours, s", "peer, s", "ratio", "goal", "verdict", "our accuracy", "peer's accuracy", "turns"]


def fastest_peers(sides):
    """The seconds of the fastest peer of each model, summed; None unless every model was compared."""
    best = {mine.model: min(side.median for side in theirs.values()) for mine, theirs in sides if theirs}
    complete = best.keys() == {comparison.model for comparison in comparisons.COMPARISONS}
    return sum(best.values()) if complete else None


def whole_rows(finished, peers_seconds, goal=3, limit=120):
    rows = [["all models, whole command", f"{finished.seconds:.1f} s", f"under {limit} s",
             verdict(finished.seconds < limit)]]
    if peers_seconds is not None:
        ratio = peers_seconds / finished.seconds
        rows.append([f"the same against the fastest peers one after another ({peers_seconds:.1f} s)",
                     f"{ratio:.1f} times faster", f"{goal} times", verdict(ratio >= goal)])
    return rows


def memory_row(name, peak_bytes, limit=None):
    goal = [f"under {limit / 1e9:g} GB", verdict(peak_bytes < limit)] if limit else ["-", "-"]
    return [f"peak memory, {name}", f"{peak_bytes / 1e6:.0f} MB", *goal]


def overhead_rows(overhead, limit=0.2):
    return [
        ["a worker process, per trial", f"{overhead.per_trial:.3f} s", f"under {limit} s",
         verdict(overhead.per_trial < limit)],
        ["a worker process, once a comparison", f"{overhead.once:.3f} s", "-", "-"],
    ]


def peak_section(peaks):
    return table(
        ["OpenBLAS kernels", "threads", "GFLOP/s"],
        [[peak.core_type, peak.threads, f"{peak.gigaflops:.0f}"] for peak in peaks])


SHARE_HEADER = [
    "model", "operations counted", "MFLOP an image", "GFLOP/s of a trial", "GFLOP/s of all trials at a time",
    "share of the peak", "goal", "verdict"]


def gap_section(gaps):
    """Seconds of each solver to each gap; how many times ours that is in brackets."""
    ours = gaps["solvers"]["bakeoff"]

    def cell(seconds, own):
        if seconds is None:
            return "not reached"
        return f"{seconds:.2f}" if seconds == own else f"{seconds:.2f} ({seconds / own:.1f} times ours)"

    return table(
        ["solver", *(f"seconds to {gap:g}" for gap in gaps["gaps"])],
        [[solver, *(cell(*pair) for pair in zip(seconds, ours))] for solver, seconds in gaps["solvers"].items()])


def share_rows(model, mine, peaks, cores, folds, goal=0.4):
    """What share of the fastest sgemm seen on all cores training reaches, a trial a core at a time."""
    result = mine.results[0]
    layers = work.layers(model, result["settings"])
    images = result["settings"]["epochs"] * result["rows"] * (folds - 1) / folds
    peak = max(peak.gigaflops for peak in peaks)
    rows = []
    for what, operations in [
        ("of a plain implementation", work.plain_operations(layers)),
        ("computed", work.computed_operations(layers)),
    ]:
        rate = operations * images / result["fit_seconds"] / 1e9
        share = rate * min(cores, folds) / peak
        rows.append([
            model, what, f"{operations / 1e6:.2f}", f"{rate:.1f}", f"{rate * min(cores, folds):.1f}", f"{share:.0%}",
            f"{goal:.0%}", verdict(share >= goal)])
    return rows


def micro_section(medians):
    """Medians in nanoseconds by name; a name with `rows x inner x columns` tells the operations of a product."""
    rows = []
    for name, nanoseconds in medians.items():
        sides = re.search(r"(?<=product )(\d+)x(\d+)x(\d+)", name)
        operations = 2 * int(sides[1]) * int(sides[2]) * int(sides[3]) if sides else None
        rows.append([name, duration(nanoseconds), f"{operations / nanoseconds:.0f}" if operations else ""])
    return table(["benchmark", "median", "GFLOP/s"], rows)


def duration(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.0f} ns"


def document(facts, peaks, sides, whole, overhead, medians, scale, cores, gaps=None):
    """The whole page."""
    peers_seconds = fastest_peers(sides)
    goals = whole_rows(whole, peers_seconds) + [memory_row("all models", whole.peak_bytes, 1.5e9)]
    for mine, _ in sides:
        limit = 1e9 if mine.model == "logistic-regression" else None
        goals.append(memory_row(mine.model, max(result["peak_bytes"] for result in mine.results), limit))
    goals += overhead_rows(overhead)
    shares = [row for mine, _ in sides if mine.model in ("mlp", "cnn")
              for row in share_rows(mine.model, mine, peaks, cores, scale.folds)]
    parts = ["# Results", "Written by `make bench`; what is measured and how: README.md beside this file."]
    if scale.limit or scale.folds != 5:
        parts.append(f"**A trial of the machinery, not a result: {scale.folds} folds of {scale.limit or 'all'} rows.**")
    parts += [
        "## Machine", facts_section(facts),
        f"## {scale.folds}-fold comparisons in turns with their peers",
        "Medians of the turns. Ours: the whole command by the wall clock. The peer's: fitting and predicting every fold, the"
        " data in memory and everything imported. Accuracies closer than "
        f"{SAME_ACCURACY} count as the same.",
        table(COMPARISON_HEADER, [row for side in sides for row in comparison_rows(*side)]),
    ]
    if gaps:
        parts += [
            "## Logistic regression: seconds to a gap of the objective",
            "One fit of all 60,000 rows, all cores, imports and loading left out: the fewest seconds of a tolerance with which a"
            " solver's objective is within that share of the smallest that any of them found. The objective is computed alike"
            " for all, in double precision (`objective.py`).",
            gap_section(gaps)]
    parts += [
        "## The whole command", table(["what", "measured", "goal", "verdict"], goals),
        "## The machine's peak and the share training reaches",
        "A product of two 2048 x 2048 matrices in the system's OpenBLAS, its kernels chosen by itself and by"
        " `OPENBLAS_CORETYPE`. The share is of the fastest of them.",
        peak_section(peaks), table(SHARE_HEADER, shares),
    ]
    if medians:
        parts += ["## Micro-benchmarks", "One thread.", micro_section(medians)]
    return "\n\n".join(parts) + "\n"
