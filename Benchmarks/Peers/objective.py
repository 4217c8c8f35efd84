"""Seconds to the minimum of logistic regression's objective: python3 objective.py --bakeoff PATH [--data-dir DIR]

All 60,000 training rows of MNIST, the sum of the log-losses + l2 / 2 ||W||^2 with l2 = 1e-4 x rows. Ours, scikit-learn, the
same accelerated by scikit-learn-intelex, and cyanure, where they are installed, each on all cores with fewer and more steps;
what is shown is the least seconds that end within a relative gap of 1e-3 and of 1e-4 of the lowest value found. Seconds are
of fitting, the data in memory. Every value is computed here, in double precision, from the weights each side returns.
"""

import argparse
import json
import subprocess
import tempfile
import time

import numpy as np

import mnist

ALPHA = 1e-4
GAPS = (1e-3, 1e-4)


def value(x, labels, weights, intercepts):
    """The objective at weights (features x classes) and intercepts (classes)."""
    logits = x @ weights + intercepts
    highest = logits.max(1, keepdims=True)
    losses = highest[:, 0] + np.log(np.exp(logits - highest).sum(1)) - logits[np.arange(len(labels)), labels]
    return losses.sum() + ALPHA * len(labels) / 2 * (weights**2).sum()


def ours(options, gain):
    """Our seconds of fitting, and the weights."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        words = [options.bakeoff, "predict", "--model", "logistic-regression", "--set", f"logistic-regression.leastGain={gain}",
                 "--index", "0", "--save", file.name, "--quiet"]
        if options.data_dir: words += ["--data-dir", options.data_dir]
        text = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        seconds = float(text.split(" rows in ")[1].split(" s")[0])
        return seconds, *learned(json.load(open(file.name)))


def learned(saved):
    """Weights (features x classes) and intercepts of a saved model of ours."""
    columns = saved["model"]["columns"]
    parameters = np.array(columns["parameters"]).reshape(-1, len(columns["classes"]))
    return parameters[:-1], parameters[-1]


def timed(estimator, x, labels):
    begin = time.perf_counter()
    estimator.fit(x, labels)
    return time.perf_counter() - begin, estimator.coef_.T, estimator.intercept_


def solvers(options, x, labels):
    """Of each side: its name, and its runs, each a call that returns seconds, weights and intercepts."""
    penalty = 1 / (ALPHA * len(labels))
    yield "ours", [lambda gain=gain: ours(options, gain) for gain in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)]
    from sklearn.linear_model import LogisticRegression

    steps = (10, 20, 40, 80, 160, 320, 640)
    yield "scikit-learn, lbfgs", [
        lambda most=most: timed(LogisticRegression(C=penalty, tol=1e-12, max_iter=most), x, labels) for most in steps]
    try:
        from sklearnex.linear_model import LogisticRegression as Accelerated

        yield "scikit-learn-intelex", [
            lambda most=most: timed(Accelerated(C=penalty, tol=1e-12, max_iter=most), x, labels) for most in steps]
    except ImportError:
        pass
    try:
        import cyanure.estimators

        def cyanure_run(most):
            estimator = cyanure.estimators.Classifier(
                loss="multiclass-logistic", penalty="l2", lambda_1=ALPHA, fit_intercept=True, tol=1e-12, max_iter=most,
                verbose=False)
            seconds, weights, intercepts = timed(estimator, x, labels)
            return seconds, weights.reshape(x.shape[1], -1), np.ravel(intercepts)

        yield "cyanure", [lambda most=most: cyanure_run(most) for most in (5, 10, 20, 40, 80, 160)]
    except ImportError:
        pass


def reached(runs, lowest, gap):
    """The least seconds of (seconds, value) that end within the gap; None where none does."""
    return min((seconds for seconds, found in runs if found <= lowest * (1 + gap)), default=None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--data-dir")
    options = parser.parse_args()
    import warnings

    warnings.simplefilter("ignore")
    x, labels = mnist.load(options.data_dir, None)
    exact = x.astype(np.float64)
    found = {}
    for name, runs in solvers(options, x, labels):
        found[name] = []
        for run in runs:
            seconds, weights, intercepts = run()
            found[name].append((seconds, value(exact, labels, np.asarray(weights, float), np.asarray(intercepts, float))))
    lowest = min(found_value for runs in found.values() for _, found_value in runs)
    print(json.dumps({"lowest": lowest, "gaps": {
        name: {f"{gap:g}": reached(runs, lowest, gap) for gap in GAPS} for name, runs in found.items()}, "runs": found}))


if __name__ == "__main__":
    main()
