"""Measures how often a board says that something was learned where nothing could be, and writes the page CHANCE.md.

    make bench-chance                   # about 20 minutes on two quiet cores
    make bench-chance ARGS="--tables 4" # a trial of the machinery, whose figures mean little

Tables of normal features whose classes were drawn by a coin, and tables of the same kind in which one feature is shifted by the
class. Each is compared by `bakeoff compare` with its default models and metric, in five folds.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from evidence import goal, share

# Rows, classes, and how many times rarer the last class is than any other.
CELLS = [(rows, classes, odds) for classes in (2, 5) for odds in (1, 20) for rows in (60, 600)]
# The shift of the feature in standard deviations, by the rows.
SHIFTS = {60: 1.2, 600: 0.5}


def labels_of(rows, classes, odds, generator):
    """Classes at random, each with two rows or more."""
    names = [f"c{number}" for number in range(classes)]
    weights = [1] * (classes - 1) + [1 / odds]
    while True:
        labels = generator.choices(names, weights, k=rows)
        if min(labels.count(name) for name in names) >= 2:
            return labels


def table(rows, classes, odds, shift, seed):
    """A table of four features; the first is shifted for the last class."""
    generator = random.Random(f"{rows} {classes} {odds} {shift} {seed}")
    lines = ["a,b,c,d,class"]
    for label in labels_of(rows, classes, odds, generator):
        values = [generator.gauss(0, 1) for _ in range(4)]
        values[0] += shift if label == f"c{classes - 1}" else 0
        lines.append(",".join(f"{value:.4f}" for value in values) + f",{label}")
    return "\n".join(lines) + "\n"


def board(bakeoff, path, seed, extra=()):
    command = [
        bakeoff, "compare", "--dataset", f"csv:{path},label=class", "--seed", str(seed), "--format", "json", "--quiet",
        "--no-store", "--executor", "in-process", *extra,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def claims(found, role="entrant"):
    """The models of a role that a board says are above chance."""
    return [
        row["model"] for row in found["rows"]
        if row["role"] == role and (row["evidence"].get("chance") or {"p": 1})["p"] < 0.05
    ]


def measure(bakeoff, count):
    nothing, something, leaks = {}, {}, []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "table.csv"
        for cell in CELLS:
            for seed in range(count):
                path.write_text(table(*cell, 0, seed))
                nothing.setdefault(cell, []).append(claims(board(bakeoff, path, seed)))
            print(f"{cell}: done", file=sys.stderr)
        for rows, shift in SHIFTS.items():
            for seed in range(max(2, count // 4)):
                path.write_text(table(rows, 2, 1, shift, seed))
                found = board(bakeoff, path, seed, ["--control", "permuted-labels"])
                something.setdefault(rows, []).append(claims(found))
                leaks.append(claims(found, "control"))
    return nothing, something, leaks


def page(nothing, something, leaks):
    lines = [
        "# How often chance is taken for learning", "",
        "Made by `make bench-chance`: tables of four normal features and classes at random, compared by F1 in five folds with the",
        "default models. *Claimed*: some model of the board is said to be above chance. The intervals behind shares are 95 % ones.",
        "", "## Nothing to learn", "", "| rows | classes | the last one is rarer | claimed | goal: at most 5 % |", "|---|---|---|---|---|",
    ]
    for (rows, classes, odds), found in nothing.items():
        hits = sum(bool(one) for one in found)
        rarer = f"{odds} times" if odds > 1 else "no"
        lines.append(f"| {rows} | {classes} | {rarer} | {share(hits, len(found))} | {goal(hits <= 0.05 * len(found))} |")
    lines += ["", "## Something to learn, two classes", "", "| rows | shift of one feature | found |", "|---|---|---|"]
    for rows, found in something.items():
        lines.append(f"| {rows} | {SHIFTS[rows]} standard deviations | {share(sum(bool(one) for one in found), len(found))} |")
    lines += ["", "Leaks reported by `--control permuted-labels` on those tables, which have none: "
              f"{share(sum(bool(one) for one in leaks), len(leaks))}.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--tables", type=int, default=200, help="tables of each kind with nothing to learn")
    options = parser.parse_args()
    pathlib.Path(options.output).write_text(page(*measure(options.bakeoff, options.tables)))


if __name__ == "__main__":
    main()
