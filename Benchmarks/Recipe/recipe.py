"""Accuracy of the networks against what they cost: python3 recipe.py --bakeoff PATH --output FILE [--seeds 10]

Cross-validates the CNN on the training rows of MNIST (five folds; another split for each seed) with more and fewer epochs,
and with one thing of its recipe changed at a time, and the MLP with and without shifts. A trial at a time, on one core. The
test rows are scored once, with the defaults.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Peers"))
import machine

# What is changed, and how many seeds it is judged on: "all" of them, or so many.
FRONTIER = [("cnn", f"{epochs} epochs", {"epochs": epochs}, seeds)
            for epochs, seeds in ((2, 3), (4, 3), (6, "all"), (10, 3))]
ABLATIONS = [
    ("cnn", "without smoothing", {"smoothing": 0}, 2),
    ("cnn", "without shifts and views", {"shift": 0}, 2),
    ("cnn", "windows 3x3", {"kernel": "3"}, "all"),
    ("cnn", "without the dense layer", {"hidden": ""}, 2),
    ("mlp", "as it is", {}, 2),
    ("mlp", "without shifts and views", {"shift": 0}, 2),
]


def compared(bakeoff, model, settings, seed, *flags):
    words = [bakeoff, "compare", "--models", model, "--dataset", "mnist", "--no-store", "--quiet", "--format", "json", "--jobs", "1",
             "--metrics", "accuracy,log-loss", "--seed", str(seed), *flags]
    for name, value in settings.items(): words += ["--set", f"{model}.{name}={value}"]
    finished = subprocess.run(words, capture_output=True, text=True)
    if finished.returncode: raise SystemExit(finished.stderr.strip())
    row = next(row for row in json.loads(finished.stdout)["rows"] if row["model"] == model)
    return {"accuracy": row["metrics"]["accuracy"]["mean"], "loss": row["metrics"]["log-loss"]["mean"],
            "seconds": row["costs"]["cpu_seconds"]["mean"]}


def spread(values):
    return statistics.stdev(values) if len(values) > 1 else 0.0


def row(model, title, runs):
    values = {key: [run[key] for run in runs] for key in runs[0]}
    return (f"| {model} | {title} | {len(runs)} | {statistics.mean(values['accuracy']):.4f} | {spread(values['accuracy']):.4f} | "
            f"{statistics.mean(values['loss']):.4f} | {statistics.median(values['seconds']):.1f} |")


def plot(points):
    """Accuracy against processor seconds, as SVG; a bar is two deviations of the seeds wide."""
    width, height, left, bottom, top, right = 640, 340, 70, 290, 20, 610
    most = 1.1 * max(seconds for seconds, _, _, _ in points)
    lows = min(mean - 2 * deviation for _, mean, deviation, _ in points)
    highs = max(mean + 2 * deviation for _, mean, deviation, _ in points)
    low, high = lows - 0.1 * (highs - lows), highs + 0.2 * (highs - lows)
    x = lambda seconds: left + (right - left) * seconds / most
    y = lambda value: bottom - (bottom - top) * (value - low) / (high - low)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">',
             "<title>Accuracy of the CNN over five folds against processor seconds of a trial, for several numbers of epochs</title>",
             f'<rect width="{width}" height="{height}" fill="white"/>',
             f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#444"/>',
             f'<text x="{(left + right) / 2:.0f}" y="{bottom + 40}" text-anchor="middle">processor seconds of a trial</text>']
    for tick in range(5):
        value, seconds = low + (high - low) * tick / 4, most * tick / 4
        parts.append(f'<text x="{left - 8}" y="{y(value) + 4:.0f}" text-anchor="end">{value:.4f}</text>')
        parts.append(f'<text x="{x(seconds):.0f}" y="{bottom + 20}" text-anchor="middle">{seconds:.0f}</text>')
    line = " ".join(f"{x(seconds):.1f},{y(mean):.1f}" for seconds, mean, _, _ in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#0b62a4" stroke-width="2"/>')
    for seconds, mean, deviation, title in points:
        parts.append(f'<path d="M{x(seconds):.1f} {y(mean - 2 * deviation):.1f}V{y(mean + 2 * deviation):.1f}" stroke="#0b62a4"/>')
        parts.append(f'<circle cx="{x(seconds):.1f}" cy="{y(mean):.1f}" r="4" fill="#0b62a4"/>')
        parts.append(f'<text x="{x(seconds) + 8:.1f}" y="{y(mean) + 16:.1f}">{title}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    lines = ["| model | recipe | seeds | accuracy | deviation of seeds | log-loss | processor s a trial |", "|---|---|---|---|---|---|---|"]
    points = []
    for model, title, settings, seeds in FRONTIER + ABLATIONS:
        count = options.seeds if seeds == "all" else min(seeds, options.seeds)
        runs = [compared(options.bakeoff, model, settings, seed) for seed in range(1, count + 1)]
        lines.append(row(model, title, runs))
        print(lines[-1], flush=True)
        accuracies = [run["accuracy"] for run in runs]
        if "epochs" in settings:
            points.append((statistics.median(run["seconds"] for run in runs), statistics.mean(accuracies), spread(accuracies), title))
    tests = {model: compared(options.bakeoff, model, {}, 0, "--resampling", "train-test") for model in ("cnn", "mlp")}
    facts = machine.facts()
    output = pathlib.Path(options.output)
    output.write_text("\n".join([
        "# What the networks' recipes reach, and what they cost", "",
        f"`make bench-recipe`, {time.strftime('%Y-%m-%d')}: {facts['CPU']}, {facts['cores']} cores, {facts['memory']}. MNIST, five folds of its",
        "60,000 training rows, another split for each seed, a trial at a time on one core; recipes were chosen by these numbers.", "",
        *lines, "", "![Accuracy against processor seconds](recipe.svg)", "",
        "The 10,000 test rows, scored once with the defaults (seed 0): "
        + ", ".join(f"{model} {result['accuracy']:.4f}" for model, result in tests.items()) + ".", ""]))
    (output.parent / "recipe.svg").write_text(plot(points))


if __name__ == "__main__":
    main()
