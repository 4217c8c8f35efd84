"""Recomputes every number of a run from `bakeoff export` alone, with scikit-learn and SciPy.

    python3 Benchmarks/Recompute/recompute.py --bakeoff .build/release/bakeoff            # a small run of its own
    python3 Benchmarks/Recompute/recompute.py --bakeoff .build/release/bakeoff --run 12   # a run of the store

Metrics have to agree to 1e-12, intervals and p-values to 1e-9 (relative, or absolute below 1). Bootstrap intervals are random:
they have to agree with 2,000 draws of NumPy's to a fifth of their width. Exits with 1 where a number differs.
"""

import argparse
import csv
import itertools
import json
import math
import pathlib
import subprocess
import sys
import tempfile

METRICS = [
    "accuracy", "balanced-accuracy", "precision", "recall", "f1", "mcc", "log-loss", "roc-auc", "top-2-accuracy",
]


class Checks:
    """Counts comparisons, and prints those that fail."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def number(self, name, ours, theirs, tolerance):
        self.count += 1
        if ours is None and theirs is None:
            return
        if ours is None or theirs is None or abs(ours - theirs) > tolerance * max(1, abs(theirs)):
            self.failed += 1
            print(f"{name}: {ours} here, {theirs} elsewhere")


def read_predictions(path):
    """truth, predicted, kind and scores by (model, repetition, fold), with the numbers of the rows.

    Scores are 32-bit numbers with as many digits as those need, and have to be read as such.
    """
    import numpy

    trials = {}
    with open(path, newline="") as file:
        for line in csv.DictReader(file):
            key = (line["model"], int(line["repetition"]), int(line["fold"]))
            trial = trials.setdefault(key, {"rows": [], "truth": [], "predicted": [], "scores": [], "kind": line["kind"]})
            trial["rows"].append(int(line["row"]))
            trial["truth"].append(int(line["truth"]))
            trial["predicted"].append(int(line["predicted"]))
            trial["scores"].append([float(numpy.float32(line[name])) for name in line if name.startswith("score_")])
    return trials


def metric(name, trial, average):
    """The metric by scikit-learn; None where it is not defined."""
    import numpy
    import warnings
    from sklearn import metrics

    truth, predicted, scores = trial["truth"], trial["predicted"], numpy.array(trial["scores"])
    classes = list(range(scores.shape[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in ("precision", "recall", "f1"):
            function = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}[name]
            return float(function(truth, predicted, average=average, zero_division=0))
        if name == "accuracy":
            return float(metrics.accuracy_score(truth, predicted))
        if name == "balanced-accuracy":
            return float(metrics.balanced_accuracy_score(truth, predicted))
        if name == "mcc":
            return float(metrics.matthews_corrcoef(truth, predicted))
        if name == "log-loss":
            return None if trial["kind"] == "margins" else mean_log_loss(truth, scores)
        if name == "top-2-accuracy" and len(classes) == 2:
            return 1.0
        if name == "top-2-accuracy":
            return float(metrics.top_k_accuracy_score(truth, scores, k=2, labels=classes))
        if name == "roc-auc":
            if len(classes) == 2:
                margin = scores[:, 1] if trial["kind"] == "probabilities" else scores[:, 1] - scores[:, 0]
                return float(metrics.roc_auc_score(truth, margin))
            if set(truth) != set(classes):
                return None
            areas = [metrics.roc_auc_score([label == c for label in truth], scores[:, c]) for c in classes]
            return float(numpy.mean(areas))
    raise ValueError(name)


def mean_log_loss(truth, scores):
    """By definition: scikit-learn's log_loss normalises rows whose float32 sum is not 1 to the last bit."""
    import numpy

    own = scores[numpy.arange(len(truth)), truth]
    epsilon = numpy.finfo(float).eps
    return float(-numpy.log(numpy.clip(own, epsilon, 1 - epsilon)).mean())


def corrected_t(a, b, ratio):
    """Mean difference, standard error, t and two-sided p of the corrected resampled t-test; None without scatter."""
    import numpy
    from scipy import stats

    d = numpy.subtract(a, b)
    if len(d) < 3 or numpy.ptp(d) <= 1e-12 * abs(d).max():
        return None if len(d) < 3 or d[0] != 0 else (0.0, 0.0, 0.0, 1.0)
    error = math.sqrt((1 / len(d) + ratio) * d.var(ddof=1))
    t = d.mean() / error
    return float(d.mean()), error, float(t), float(2 * stats.t.sf(abs(t), len(d) - 1))


def holm(p_values):
    """Step-down correction, in the order given."""
    corrected, highest = [0.0] * len(p_values), 0.0
    for step, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1, p_values[index] * (len(p_values) - step)))
        corrected[index] = highest
    return corrected


def check_board(checks, board, trials, splits, ratio):
    from scipy import stats

    rows = board["rows"]
    scores = {}
    for row in rows:
        for name in METRICS:
            ours = row["metrics"][name]["folds"]
            theirs = [metric(name, trials[(row["model"], *split)], board["average"]) for split in splits]
            for split, (one, other) in enumerate(zip(ours, theirs)):
                checks.number(f"{row['model']}, {name}, split {split}", one, other, 1e-12)
            if name == board["sorted_by"]:
                scores[row["model"]] = theirs
    best = rows[0]["model"]
    rivals = [row for row in rows[1:] if "recipe" in row["evidence"] and row["evidence"]["recipe"]]
    tests = [corrected_t(scores[row["model"]], scores[best], ratio) for row in rivals]
    # Floors and controls take no part in the corrections.
    family = [row["role"] == "entrant" for row in rivals]
    level = 0.05 / max(1, sum(row["role"] == "entrant" for row in rows[1:]))
    critical = stats.t.isf(level / 2, len(splits) - 1)
    corrected = iter(holm([test[3] for test, isIn in zip(tests, family) if isIn]))
    for row, test, isIn in zip(rivals, tests, family):
        p = next(corrected) if isIn else test[3]
        recipe = row["evidence"]["recipe"]
        name = f"{row['model']} against {best}"
        checks.number(f"{name}, difference", recipe["difference"], test[0], 1e-12)
        checks.number(f"{name}, p after Holm", recipe["p"], p, 1e-9)
        checks.number(f"{name}, lower limit", recipe["lower"], test[0] - critical * test[1], 1e-9)
    for row in rows:
        interval = row["evidence"]["interval"]
        test = corrected_t(scores[row["model"]], [0] * len(splits), ratio)
        if interval.get("method") == "corrected-t":
            half = stats.t.isf(0.025, len(splits) - 1) * test[1]
            checks.number(f"{row['model']}, interval", interval["upper"], test[0] + half, 1e-9)
    return scores


def check_swaps(checks, board, trials, splits):
    """The simultaneous intervals, with NumPy's random numbers: to a fifth of the width."""
    import numpy

    models = [row["model"] for row in board["rows"]]
    rows = sorted({row for split in splits for row in trials[(models[0], *split)]["rows"]})
    place = {row: index for index, row in enumerate(rows)}
    # What each row adds to the mean over the splits of each model's accuracy.
    parts = numpy.zeros((len(models), len(rows)))
    for index, model in enumerate(models):
        for split in splits:
            trial = trials[(model, *split)]
            hits = numpy.equal(trial["truth"], trial["predicted"]).astype(float)
            where = numpy.array([place[row] for row in trial["rows"]])
            numpy.add.at(parts[index], where, hits / len(hits) / len(splits))
    generator = numpy.random.default_rng(1)
    swapped = parts @ generator.choice([-1.0, 1.0], (len(rows), 2000))
    pairs = list(itertools.combinations(range(len(models)), 2))
    differences = {(a, b): abs(swapped[a] - swapped[b]) for a, b in pairs}
    errors = {pair: math.sqrt((values ** 2).mean()) for pair, values in differences.items()}
    entrants = {index for index, row in enumerate(board["rows"]) if row["role"] == "entrant"}
    together = [pair for pair in pairs if errors[pair] > 0 and set(pair) <= entrants]
    critical = numpy.quantile(numpy.max([differences[pair] / errors[pair] for pair in together], axis=0), 0.95)
    for index, row in enumerate(board["rows"][1:], 1):
        half = row["evidence"]["rows"]["upper"] - row["evidence"]["rows"]["difference"]
        pair = (0, index)
        expected = critical * errors[pair] if set(pair) <= entrants else numpy.quantile(differences[pair], 0.95)
        checks.number(f"{row['model']}, half of the interval (a fifth of it allowed)", half / expected, 1, 0.2)


def check_pair(checks, pair, trials, splits, scores, ratio):
    from scipy import stats

    a, b = pair["first"]["model"], pair["second"]["model"]
    test = corrected_t(scores[a], scores[b], ratio)
    checks.number("test, t", pair["corrected_t"]["t"], test[2], 1e-9)
    checks.number("test, p", pair["corrected_t"]["p"], test[3], 1e-9)
    rope = pair["bayes"]["rope"]
    freedom = len(splits) - 1
    checks.number("test, first higher", pair["bayes"]["first_higher"], stats.t.sf((rope - test[0]) / test[1], freedom), 1e-9)
    checks.number("test, second higher", pair["bayes"]["second_higher"], stats.t.cdf((-rope - test[0]) / test[1], freedom), 1e-9)
    only = [0, 0]
    for split in [split for split in splits if split[0] == 0]:
        one, other = trials[(a, *split)], trials[(b, *split)]
        for truth, first, second in zip(one["truth"], one["predicted"], other["predicted"]):
            only[0] += truth == first != second
            only[1] += truth == second != first
    checks.number("test, rows that only the first gets right", pair["mcnemar"]["only_first"], only[0], 0)
    p = stats.binomtest(only[0], sum(only)).pvalue if sum(only) else 1
    checks.number("test, McNemar", pair["mcnemar"]["p"], p, 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", required=True, help="the built command")
    parser.add_argument("--run", help="a run of the store; without it a small comparison is made")
    parser.add_argument("--store", help="the store of the run")
    options = parser.parse_args()
    try:
        import numpy, scipy, sklearn  # noqa: F401
    except ImportError as error:
        print(f"not recomputed: {error}; install scikit-learn to do so")
        return 0

    with tempfile.TemporaryDirectory() as folder:
        store = options.store or (str(pathlib.Path(folder) / "store.sqlite") if options.run is None else None)
        location = ["--store", store] if store else []

        def run(*arguments):
            done = subprocess.run([options.bakeoff, *arguments, *location], capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"bakeoff {arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
            return done.stdout

        if options.run is None:
            run("compare", "--dataset", "synthetic-digits:rows=600,test-rows=0", "--models",
                "logistic-regression,linear-svm,majority-class", "--folds", "5", "--repeats", "2", "--quiet")
        number = options.run or "latest"
        predictions = str(pathlib.Path(folder) / "predictions.csv")
        run("export", number, "--predictions", predictions)
        trials = read_predictions(predictions)
        models = list(dict.fromkeys(key[0] for key in trials))
        splits = list(dict.fromkeys(key[1:] for key in trials))
        tested = len({row for key, trial in trials.items() if key[0] == models[0] for row in trial["rows"]})
        sizes = [len(trials[(models[0], *split)]["rows"]) for split in splits]
        ratio = sum(size / (tested - size) for size in sizes) / len(sizes)

        board = json.loads(run("leaderboard", number, "--metrics", ",".join(METRICS), "--sort", "accuracy", "--format", "json"))
        checks = Checks()
        scores = check_board(checks, board, trials, splits, ratio)
        check_swaps(checks, board, trials, splits)
        entrants = [row["model"] for row in board["rows"] if row["role"] == "entrant"]
        pair = json.loads(run(
            "test", number, entrants[0], entrants[1], "--metric", "accuracy", "--format", "json"))
        check_pair(checks, pair, trials, splits, scores, ratio)
    print(f"{checks.count} numbers recomputed, {checks.failed} differ")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
