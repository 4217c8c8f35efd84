"""Measures how far the verdicts of a board can be trusted, and writes the page EVIDENCE.md.

    make bench-evidence                          # about 40 minutes on two quiet cores
    make bench-evidence ARGS="--comparisons 10"  # a trial of the machinery, whose figures mean little

Each comparison is `bakeoff compare` with a seed of its own, which also draws the rows of MNIST it uses, so that comparisons are
of samples of their own. Without MNIST there is nothing to measure.

- Nothing to find: the same model entered twice, which differs from itself by its seeds alone. Called different at most once in
  twenty times.
- Something to find: pairs of models whose accuracies differ by about a point on 5,000 rows. Found at least four times in five.
- A second partition: the same 5,000 rows dealt into other folds. The verdict is the same at least nine times in ten.
"""

import argparse
import csv
import json
import math
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

VERDICTS = ("rows", "recipes")
ARMS = [
    ("the same MLP twice, 1,000 rows", ["a=mlp", "b=mlp"], ["--set", "a.epochs=5", "--set", "b.epochs=5"], 1000),
    ("the same linear SVM twice, 5,000 rows", ["a=linear-svm", "b=linear-svm"], [], 5000),
]
APART = [
    ("logistic regression with `leastPenalty` 10 and 1, 5,000 rows", ["a=logistic-regression", "b=logistic-regression"],
     ["--set", "a.leastPenalty=10"], 5000),
    ("linear SVM with 15 passes and 2, 5,000 rows", ["a=linear-svm", "b=linear-svm"],
     ["--set", "b.epochs=2", "--set", "b.minimumSteps=0"], 5000),
]


def board(bakeoff, models, flags, seed, limit=None, extra=()):
    command = [
        bakeoff, "compare", "--dataset", "mnist", "--models", ",".join(models), "--seed", str(seed), "--metrics", "accuracy",
        "--sort", "accuracy", "--format", "json", "--quiet", "--no-store", *flags, *extra,
    ]
    if limit:
        command += ["--limit", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def verdicts(found, models):
    """What a board says of its two models: whether rows and recipes tell them apart, and the second's lead over the first."""
    names = [name.split("=")[0] for name in models]
    rows = {row["model"]: row for row in found["rows"] if row["model"] in names}
    means = [rows[name]["metrics"]["accuracy"]["mean"] for name in names]
    behind = min(rows.values(), key=lambda row: row["metrics"]["accuracy"]["mean"])["evidence"]
    if behind is rows[names[0]]["evidence"] and means[0] == means[1]:
        behind = rows[names[1]]["evidence"]
    return {
        "rows": bool((behind.get("rows") or {}).get("behind")),
        "recipes": bool((behind.get("recipe") or {}).get("behind")),
        "difference": means[0] - means[1],
    }


def wilson(hits, count):
    """The 95 % interval of a share. Source: Wilson, JASA 22, 1927."""
    z, share = 1.959964, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0, middle - half), min(1, middle + half)


def dealt_anew(folds_file, seed):
    """The rows of a fold file in other folds of the same sizes."""
    with open(folds_file, newline="") as file:
        lines = list(csv.DictReader(file))
    folds = [line["fold"] for line in lines]
    random.Random(seed).shuffle(folds)
    return "row,fold\n" + "".join(f"{line['row']},{fold}\n" for line, fold in zip(lines, folds))


def measure(bakeoff, count, pairs):
    results = {}
    for title, models, flags, limit in ARMS:
        results[title] = [verdicts(board(bakeoff, models, flags, seed, limit), models) for seed in range(count)]
        print(f"{title}: done", file=sys.stderr)
    apart = {}
    with tempfile.TemporaryDirectory() as folder:
        path, other = pathlib.Path(folder) / "folds.csv", pathlib.Path(folder) / "other.csv"
        for title, models, flags, limit in APART:
            first, second = apart.setdefault(title, ([], []))
            for seed in range(pairs):
                first.append(verdicts(board(bakeoff, models, flags, seed, limit, ["--save-folds", path]), models))
                other.write_text(dealt_anew(path, seed))
                second.append(verdicts(board(bakeoff, models, flags, seed, None, ["--folds-file", other]), models))
            print(f"{title}: done", file=sys.stderr)
    return results, apart


def share(hits, count):
    low, high = wilson(hits, count)
    return f"{hits} of {count}, {100 * hits / count:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def goal(is_met):
    return "met" if is_met else "missed"


def page(results, apart):
    lines = [
        "# How far the verdicts can be trusted", "",
        "Made by `make bench-evidence`; the intervals behind shares are 95 % ones (Wilson). *Rows*: these fitted models on such",
        "rows (swaps). *Recipes*: these recipes on such data (corrected resampled t over 5 folds).", "",
        "## Nothing to find: called different though the same", "",
        "| comparison | by rows | by recipes | goal: at most 5 % |", "|---|---|---|---|",
    ]
    for title, found in results.items():
        counts = [sum(one[name] for one in found) for name in VERDICTS]
        is_met = all(hits / len(found) <= 0.05 for hits in counts)
        lines.append(f"| {title} | {share(counts[0], len(found))} | {share(counts[1], len(found))} | {goal(is_met)} |")
    for title, (first, second) in apart.items():
        lines += found_page(title, first, second)
    return "\n".join(lines)


def found_page(title, first, second):
    differences = [100 * one["difference"] for one in first]
    mean, spread = statistics.mean(differences), statistics.stdev(differences)
    error = spread / math.sqrt(len(differences))
    counts = [sum(one[name] and one["difference"] > 0 for one in first) for name in VERDICTS]
    wrong = [sum(one[name] and one["difference"] < 0 for one in first) for name in VERDICTS]
    same = [sum(a[name] == b[name] for a, b in zip(first, second)) for name in VERDICTS]
    turned = [
        sum(a[name] and b[name] and a["difference"] * b["difference"] < 0 for a, b in zip(first, second))
        for name in VERDICTS
    ]
    return [
        "", "## Something to find: " + title, "",
        f"The true difference, as the mean over {len(first)} samples: {mean:.2f} ± {error:.2f} points (one comparison scatters by "
        f"{spread:.2f}).", "",
        "| | by rows | by recipes | goal |", "|---|---|---|---|",
        f"| the better one found | {share(counts[0], len(first))} | {share(counts[1], len(first))} | at least 80 %: "
        f"{goal(counts[0] >= 0.8 * len(first))}, {goal(counts[1] >= 0.8 * len(first))} |",
        f"| the other one called better | {wrong[0]} | {wrong[1]} | |",
        f"| the same verdict on other folds of the same rows | {share(same[0], len(first))} | {share(same[1], len(first))} | "
        f"at least 90 %: {goal(same[0] >= 0.9 * len(first))}, {goal(same[1] >= 0.9 * len(first))} |",
        f"| opposite verdicts on other folds | {turned[0]} | {turned[1]} | |",
    ]


LIMITS = """## Where the assumptions fail

- Rows that are tested once by fitted models say nothing of other training rows. Two fits of one recipe differ truly as *fitted
  models* by a little, and with rows enough that is found: it is then no false verdict, and the board keeps it apart from what
  it says of recipes. Share of such findings by rows above: the finer the rows resolve, the more there will be.
- Swaps take the test rows one by one. Rows of one person or one document belong together: `--group` swaps them together.
- The corrected t-test assumes that the differences of folds are about normal and overlap as much as Nadeau and Bengio say. Five
  folds once are few for it: it seldom finds what is not there, and often misses what is. More splits help: of 25 comparisons of
  the linear SVMs above the splits told 25 with `--repeats 3`, and 19 with `--folds 10` (measured once, by hand).
- Its verdict therefore changes with the folds where the difference is near what it can tell; it was never turned round.
- With fewer than three splits, or where all splits differ by the same, there is no verdict on recipes.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--comparisons", type=int, default=200, help="comparisons of each kind with nothing to find")
    parser.add_argument("--pairs", type=int, help="comparisons with something to find; without it half as many")
    options = parser.parse_args()
    pairs = options.pairs or max(2, options.comparisons // 2)
    results, apart = measure(options.bakeoff, options.comparisons, pairs)
    pathlib.Path(options.output).write_text(page(results, apart) + "\n\n" + LIMITS)


if __name__ == "__main__":
    main()
