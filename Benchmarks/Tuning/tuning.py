"""Measures what tuning finds and what it costs, against scikit-learn and Optuna, and writes the page TUNING.md.

    make bench-tuning PEERS_PYTHON=/path/to/python   # about 25 minutes on two quiet cores; the peers need scikit-learn and optuna
    make bench-tuning ARGS="--seeds 1 --configurations 6"   # a trial of the machinery, whose figures mean little

Each seed draws 10,000 training rows of MNIST for all. Every arm tunes a multilayer perceptron of ten passes on them, over hidden
layers, learning rate and batch size, in turns in one run; what it chose is fitted on all 10,000 and scored once on the 10,000 test
rows of MNIST. Optuna gets the seconds the race took.
"""

import argparse
import json
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HIDDEN = ["64", "128", "256", "256,128"]
BATCHES = [32, 64, 128, 256]
RATES = (3e-4, 2e-2)
FOLDS = 10
ARMS = ["race", "full", "halving of scikit-learn", "Optuna, scikit-learn's MLP", "Optuna, our MLP by the command"]


def flags(options, data):
    return [
        options.bakeoff, "compare", "--dataset", f"npz:{data}", "--models", "mlp", "--set", "mlp.watched=0",
        "--metrics", "accuracy", "--format", "json", "--quiet",
    ]


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def tuned(options, data, seed, store, schedule):
    """What `--tune-flat` finds by a schedule: its outer score, that of the model as it is, seconds and fits."""
    command = flags(options, data) + [
        "--seed", seed, "--store", store, "--tune-flat", "--tune-schedule", schedule, "--tune-folds", FOLDS,
        "--tune-budget", options.configurations, "--tune", "mlp.hidden=" + "|".join(HIDDEN),
        "--tune", f"mlp.learningRate={RATES[0]}..{RATES[1]}", "--tune", "mlp.batchSize=" + "|".join(map(str, BATCHES)),
    ]
    start = time.perf_counter()
    board = run(command)
    seconds = time.perf_counter() - start
    rows = {row["model"]: row for row in board["rows"]}
    search = rows["tuned-flat:mlp"]["tuning"]["splits"][0]
    return {
        "score": rows["tuned-flat:mlp"]["metrics"]["accuracy"]["mean"], "own": rows["mlp"]["metrics"]["accuracy"]["mean"],
        "seconds": seconds, "fits": search["fits"], "all": search["full_fits"], "chosen": search["chosen"],
    }


PEERS = '''
import json, subprocess, sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
job = json.loads(sys.stdin.read())
with np.load(job["data"]) as file:
    X, y, X_test, y_test = (file[name] for name in ("x_train", "y_train", "x_test", "y_test"))
X, X_test = X.reshape(len(X), -1).astype("float32") / 255, X_test.reshape(len(X_test), -1).astype("float32") / 255
hidden = {name: tuple(int(n) for n in name.split(",")) for name in job["hidden"]}


def network(layers, rate, batch):
    from sklearn.neural_network import MLPClassifier
    return MLPClassifier(hidden, learning_rate_init=rate, batch_size=batch, max_iter=10, random_state=job["seed"]).set_params(
        hidden_layer_sizes=layers)


def halving():
    from scipy.stats import loguniform
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401
    from sklearn.model_selection import HalvingRandomSearchCV
    search = HalvingRandomSearchCV(
        network((256, 128), 0.002, 128),
        {"hidden_layer_sizes": list(hidden.values()), "learning_rate_init": loguniform(*job["rates"]), "batch_size": job["batches"]},
        n_candidates=job["configurations"], factor=3, cv=5, random_state=job["seed"], n_jobs=2, refit=True)
    search.fit(X, y)
    fits = sum(search.n_candidates_) * 5 + 1
    return float(search.score(X_test, y_test)), fits


def folds():
    from sklearn.model_selection import StratifiedKFold
    return list(StratifiedKFold(job["folds"], shuffle=True, random_state=job["seed"]).split(X, y))


def optuna_search(score):
    import optuna
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        direction="maximize", sampler=optuna.samplers.TPESampler(seed=job["seed"]),
        pruner=optuna.pruners.WilcoxonPruner(p_threshold=0.1))
    study.enqueue_trial({"hidden": "256,128", "rate": 0.002, "batch": 128})
    fits = [0]

    def objective(trial):
        settings = (
            trial.suggest_categorical("hidden", job["hidden"]), trial.suggest_float("rate", *job["rates"], log=True),
            trial.suggest_categorical("batch", job["batches"]))
        found = []
        for fold in range(job["folds"]):
            found.append(score(fold, *settings))
            fits[0] += 1
            trial.report(found[-1], fold)
            if trial.should_prune():
                break
        return float(np.mean(found))

    study.optimize(objective, n_trials=job["configurations"], timeout=job["seconds"], n_jobs=2)
    best = study.best_trial.params
    return (best["hidden"], best["rate"], best["batch"]), fits[0]


def optuna_sklearn():
    parts = folds()

    def score(fold, layers, rate, batch):
        train, test = parts[fold]
        return network(hidden[layers], rate, batch).fit(X[train], y[train]).score(X[test], y[test])

    (layers, rate, batch), fits = optuna_search(score)
    return float(network(hidden[layers], rate, batch).fit(X, y).score(X_test, y_test)), fits + 1


def command(data, layers, rate, batch):
    done = subprocess.run(
        job["flags"] + [
            "--dataset", "npz:" + data, "--resampling", "train-test", "--no-store", "--jobs", "1", "--seed", str(job["seed"]),
            "--set", "mlp.hidden=" + layers, "--set", f"mlp.learningRate={rate}", "--set", f"mlp.batchSize={batch}"],
        capture_output=True, text=True, check=True)
    return next(row for row in json.loads(done.stdout)["rows"] if row["model"] == "mlp")["metrics"]["accuracy"]["mean"]


def optuna_command():
    with np.load(job["data"]) as file:
        pictures = file["x_train"]
    for fold, (train, test) in enumerate(folds()):
        np.savez(f"{job['folder']}/fold{fold}.npz", x_train=pictures[train], y_train=y[train], x_test=pictures[test], y_test=y[test])
    (layers, rate, batch), fits = optuna_search(lambda fold, *settings: command(f"{job['folder']}/fold{fold}.npz", *settings))
    return command(job["data"], layers, rate, batch), fits + 1


start = time.perf_counter()
score, fits = {"halving": halving, "sklearn": optuna_sklearn, "command": optuna_command}[job["kind"]]()
print(json.dumps({"score": score, "fits": fits, "seconds": time.perf_counter() - start}))
'''


def peer(options, kind, data, seed, folder, seconds=None):
    job = {
        "kind": kind, "data": str(data), "seed": seed, "folder": str(folder), "seconds": seconds, "hidden": HIDDEN,
        "rates": RATES, "batches": BATCHES, "folds": FOLDS, "configurations": options.configurations,
        "flags": [part for part in flags(options, data) if part not in ("--dataset", f"npz:{data}")],
    }
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONWARNINGS="ignore")
    done = subprocess.run(
        [options.python, "-c", PEERS], input=json.dumps(job), capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"the arm {kind} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


DRAW = '''
import gzip, pathlib, sys
import numpy as np
folder, seed, count, output = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
def idx(name, start, shape):
    for path in (folder / name, folder / (name + ".gz")):
        if path.exists():
            data = path.read_bytes()
            return np.frombuffer(gzip.decompress(data) if path.suffix == ".gz" else data, "uint8", offset=start).reshape(shape)
    sys.exit(f"{folder}: {name} is not there; set BAKEOFF_DATA_DIR to the folder above it")
X, y = idx("train-images-idx3-ubyte", 16, (-1, 28, 28)), idx("train-labels-idx1-ubyte", 8, -1)
rows = np.random.default_rng(seed).choice(len(X), count, replace=False)
np.savez(output, x_train=X[rows], y_train=y[rows].astype("int64"), x_test=idx("t10k-images-idx3-ubyte", 16, (-1, 28, 28)),
         y_test=idx("t10k-labels-idx1-ubyte", 8, -1).astype("int64"))
'''


def measure(options):
    found = {arm: [] for arm in ARMS}
    mnist = pathlib.Path(os.environ.get("BAKEOFF_DATA_DIR", pathlib.Path.home() / ".cache/bakeoff")) / "mnist"
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            data, store = folder / "rows.npz", folder / "store.sqlite"
            subprocess.run([options.python, "-c", DRAW, mnist, str(seed), str(options.rows), data], check=True)
            race = tuned(options, data, seed, store, "race")
            full = tuned(options, data, seed, store, "full")
            # The trials they share are in the store; what the race took for them belongs to both.
            full["seconds"] += race["seconds"]
            arms = [race, full, peer(options, "halving", data, seed, folder)]
            arms += [peer(options, kind, data, seed, folder, race["seconds"]) for kind in ("sklearn", "command")]
            for arm, result in zip(ARMS, arms):
                found[arm].append(result)
        print(f"seed {seed}: " + ", ".join(f"{result['score']:.4f} in {result['seconds']:.0f} s" for result in arms), file=sys.stderr)
    return found


def interval(values):
    """The mean and half its 95 % interval by Student's t."""
    t = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}.get(len(values), 2.0)
    if len(values) < 2:
        return values[0], math.nan
    return statistics.mean(values), t * statistics.stdev(values) / math.sqrt(len(values))


def differences(found, arm, other):
    return [a["score"] - b["score"] for a, b in zip(found[arm], found[other])]


def simulations(text):
    """The lines of the test that simulates races, as rows of a table."""
    pattern = r"SIM (\S+) best stopped (\d+) of (\d+), (\d+) stopped, (\d+) of (\d+) fits, regret (\S+), of full (\S+)"
    return [
        f"| {0.9 - float(width):.2f} to 0.90 | {wrong} of {races} | {stopped} of {12 * int(races)} | "
        f"{100 * int(fits) / int(full):.0f} % | {float(regret):.4f} | {float(whole):.4f} |"
        for width, wrong, races, stopped, fits, full, regret, whole in sorted(set(re.findall(pattern, text)), reverse=True)
    ]


def sources(text):
    """The line of the test that compares sources of configurations."""
    found = re.search(r"SOURCES tpe (\S+) random (\S+) sobol (\S+)", text)
    if not found:
        return []
    parzen, random, sobol = map(float, found.groups())
    return [
        "", "After 40 points on a smooth function of three ranges and a choice of four, on the mean of 30 seeds, the best point of the",
        f"Parzen estimator is {parzen:.4f} below the optimum, of evenly spread points {sobol:.4f}, of random ones {random:.4f}",
        "(`Tests/BakeoffTuningTests/SourceTests.swift`).",
    ]


def winners(found):
    """Where a peer is ahead of the race, in a sentence each."""
    def mean(arm, key):
        return statistics.mean(one[key] for one in found[arm])

    lines = []
    for arm in ARMS[2:]:
        if mean(arm, "score") > mean("race", "score"):
            lines.append(f"- {arm}: more accurate than the race, by {mean(arm, 'score') - mean('race', 'score'):.4f}.")
        if mean(arm, "seconds") < mean("race", "seconds"):
            lines.append(
                f"- {arm}: faster than the race, {mean(arm, 'seconds'):.0f} s against {mean('race', 'seconds'):.0f}; what it finds is "
                f"{mean('race', 'score') - mean(arm, 'score'):.4f} less accurate.")
    return lines or ["- Nowhere in this table."]


def page(found, simulated, options):
    race, full = found["race"], found["full"]
    own = [one["own"] for one in race]
    lines = [
        "# Tuning", "", "Made by `make bench-tuning`.",
        " ".join(__doc__.split("\n\n")[2].split()), "",
        f"{len(race)} seeds, {options.configurations} configurations, two trials at a time. Seconds are by the clock, search and last fit together.", "",
        "| arm | accuracy on the test rows | seconds | fits | below the model as it is |", "|---|---|---|---|---|",
        f"| our MLP as it is | {statistics.mean(own):.4f} | | 1 | |",
    ]
    for arm in ARMS:
        mean, half = interval([one["score"] for one in found[arm]])
        worse = sum(one["score"] < ours for one, ours in zip(found[arm], own))
        lines.append(
            f"| {arm} | {mean:.4f} ± {half:.4f} | {statistics.mean(one['seconds'] for one in found[arm]):.0f} | "
            f"{statistics.mean(one['fits'] for one in found[arm]):.0f} | {worse} of {len(own)} |")
    lines += ["", "| difference of test accuracies, paired by seeds | mean ± 95 % |", "|---|---|"]
    for arm in ARMS[1:]:
        mean, half = interval(differences(found, "race", arm))
        lines.append(f"| race less {arm} | {mean:+.4f} ± {half:.4f} |")
    lines += ["", "## Where a peer wins", "", *winners(found)]
    mean, half = interval(differences(found, "race", "full"))
    share = sum(one["fits"] for one in race) / sum(one["fits"] for one in full)
    same = sum(a["chosen"] == b["chosen"] for a, b in zip(race, full))
    lines += [
        "", "## The goals", "",
        f"- As good as what every configuration on every fold chooses: the difference is {mean:+.4f} ± {half:.4f}, "
        + ("not resolvable: met." if abs(mean) <= half else "resolvable: missed.")
        + f" The same configuration was chosen for {same} of {len(race)} seeds.",
        f"- In at most a fifth of the fits: {100 * share:.1f} %, {'met' if share <= 0.2 else 'missed'}; "
        f"{sum(a['seconds'] for a in race) / sum(b['seconds'] for b in full) * 100:.0f} % of the seconds.",
    ]
    if simulated:
        lines += [
            "- The best wrongly stopped in at most 5 % of 200 simulated races of 12 configurations with known chances, 10 folds of",
            "  200 rows (`Tests/BakeoffTuningTests/RaceTests.swift`):", "",
            "| true accuracies | the best stopped | stopped in all | fits of all | below the best, race | below the best, every fold |",
            "|---|---|---|---|---|---|", *simulated,
        ]
    lines += sources(options.text)
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--python", default=sys.executable, help="a Python with numpy, scikit-learn and optuna")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--configurations", type=int, default=20)
    parser.add_argument("--simulations", help="a file with the output of the test that simulates races")
    parser.add_argument("--results", help="also write what was measured to this file, as JSON")
    options = parser.parse_args()
    options.text = pathlib.Path(options.simulations).read_text() if options.simulations else ""
    simulated = simulations(options.text)
    found = measure(options)
    if options.results:
        pathlib.Path(options.results).write_text(json.dumps(found))
    pathlib.Path(options.output).write_text(page(found, simulated, options))


if __name__ == "__main__":
    main()
