"""Seconds until logistic regression's objective is within a share of its minimum: ours, and solvers of others.

    python objective.py --bakeoff PATH [--data-dir FOLDER]                  # prints JSON, a line of seconds for each solver
    python objective.py --fit scikit-learn --tolerance 1e-3 --weights F     # one fit of one solver

The objective: the mean log-loss over the 60,000 training rows of MNIST + alpha / 2 ||W||^2, the intercepts free. Every solver
is run with finer and finer tolerances, each fit in a process of its own with a limit of time, and what it found is judged by
one and the same objective in double precision. All cores are each solver's to use. Seconds are of the fit alone.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import mnist

ALPHA = 1e-4
GAPS = (1e-3, 1e-4)
TOLERANCES = {
    "bakeoff": (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9),
    "scikit-learn": (1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6),
    "scikit-learn-intelex": (1e0, 1e-1, 1e-2, 1e-3, 1e-4),
    "cyanure": (1e0, 3e-1, 1e-1, 1e-2, 1e-3, 1e-4),
}


def fit_peer(options):
    """Fits once; writes weights (features + 1 x classes, the intercepts last) and prints seconds."""
    import numpy as np

    x, labels = mnist.load(options.data_dir)
    if options.fit == "cyanure":
        from cyanure.estimators import Classifier

        estimator = Classifier(
            loss="multiclass-logistic", penalty="l2", lambda_1=ALPHA, fit_intercept=True, tol=options.tolerance,
            max_iter=500, verbose=False)
    else:
        if options.fit == "scikit-learn-intelex":
            from sklearnex import patch_sklearn

            patch_sklearn(verbose=False)
        from sklearn.linear_model import LogisticRegression

        estimator = LogisticRegression(C=1 / (ALPHA * len(x)), tol=options.tolerance, max_iter=2000)
    start = time.perf_counter()
    estimator.fit(x, labels)
    seconds = time.perf_counter() - start
    coefficients, intercepts = np.asarray(estimator.coef_), np.asarray(estimator.intercept_).ravel()
    if coefficients.shape[0] != 10:
        coefficients = coefficients.T
    np.save(options.weights, np.vstack([coefficients.T, intercepts]))
    print(json.dumps({"seconds": seconds}))


def our_fit(options, tolerance, folder):
    """The same of our command, from the model it saves."""
    import numpy as np

    saved = pathlib.Path(folder) / "model.json"
    data = ["--data-dir", options.data_dir] if options.data_dir else []
    finished = subprocess.run(
        [options.bakeoff, "predict", "--model", "logistic-regression", "--dataset", "mnist", *data, "--index", "0",
         "--set", f"logistic-regression.alpha={ALPHA}", "--set", f"logistic-regression.leastGain={tolerance}",
         "--set", "logistic-regression.maximumIterations=2000", "--save", saved],
        capture_output=True, text=True, check=True, timeout=options.limit)
    columns = json.loads(saved.read_text())["model"]["columns"]
    weights = np.array(columns["parameters"]).reshape(-1, len(columns["classes"]))
    return weights, float(re.search(r"in ([\d.]+) s", finished.stdout)[1])


def fitted(options, solver, tolerance, folder):
    """Weights and seconds of one fit; None where it took too long or failed."""
    import numpy as np

    weights = pathlib.Path(folder) / "weights.npy"
    command = [sys.executable, __file__, "--fit", solver, "--tolerance", str(tolerance), "--weights", weights]
    command += ["--data-dir", options.data_dir] if options.data_dir else []
    try:
        if solver == "bakeoff":
            return our_fit(options, tolerance, folder)
        finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=options.limit)
        return np.load(weights), json.loads(finished.stdout.splitlines()[-1])["seconds"]
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as failure:
        print(f"objective: {solver}: {failure.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None


def objective(x, labels, weights):
    """The mean log-loss + alpha / 2 ||W||^2, in double precision."""
    import numpy as np

    weights, total = np.asarray(weights, np.float64), 0.0
    for start in range(0, len(x), 10_000):
        logits = x[start:start + 10_000].astype(np.float64) @ weights[:-1] + weights[-1]
        largest = logits.max(1)
        total += (largest + np.log(np.exp(logits - largest[:, None]).sum(1))).sum()
        total -= logits[np.arange(len(logits)), labels[start:start + 10_000]].sum()
    return total / len(x) + ALPHA / 2 * float((weights[:-1] ** 2).sum())


def seconds_to_gaps(fits, minimum):
    """The fewest seconds of a fit within each gap; None where no fit is."""
    return [min((fit["seconds"] for fit in fits if fit["objective"] <= minimum * (1 + gap)), default=None) for gap in GAPS]


def measure(options):
    x, labels = mnist.load(options.data_dir)
    fits = {solver: [] for solver in TOLERANCES}
    with tempfile.TemporaryDirectory() as folder:
        for solver, tolerances in TOLERANCES.items():
            for tolerance in tolerances:
                result = fitted(options, solver, tolerance, folder)
                if result is None:
                    break
                fits[solver].append(
                    {"tolerance": tolerance, "seconds": result[1], "objective": float(objective(x, labels, result[0]))})
                print(f"objective: {solver} {fits[solver][-1]}", file=sys.stderr, flush=True)
    minimum = min(fit["objective"] for found in fits.values() for fit in found)
    return {"minimum": minimum, "gaps": GAPS,
            "solvers": {solver: seconds_to_gaps(found, minimum) for solver, found in fits.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff")
    parser.add_argument("--data-dir")
    parser.add_argument("--limit", type=float, default=60, help="seconds a fit may take, imports and loading included")
    parser.add_argument("--fit", choices=list(TOLERANCES)[1:])
    parser.add_argument("--tolerance", type=float)
    parser.add_argument("--weights")
    options = parser.parse_args()
    fit_peer(options) if options.fit else print(json.dumps(measure(options)))


if __name__ == "__main__":
    main()
