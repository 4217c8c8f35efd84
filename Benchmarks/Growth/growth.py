"""How cost grows with the rows: python3 growth.py --bakeoff PATH --output FILE [--rows 60000,600000,8000000]

Draws synthetic digits, more each time, and fits each model once on all but 10,000 of them, one trial at a time on one
core; networks take one pass. Writes a table and, beside it, a plot of the processor seconds a row.
"""

import argparse
import ctypes
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Peers"))
import machine

MODELS = ["logistic-regression", "linear-svm", "mlp", "cnn"]
ROW_BYTES = 784
TEST_ROWS = 10_000
SVM_PASSES = 15
# A model's cost a row may grow by so much.
ALLOWED = 1.3
# The peak of the command and of a worker, in bytes of the data, from so many rows on: below, programs themselves count.
ALLOWED_MEMORY, ROWS_FOR_MEMORY = 1.5, 600_000


def words(bakeoff, rows):
    passes = [word for name in ("mlp", "cnn") for word in ("--set", f"{name}.epochs=1", "--set", f"{name}.minimumSteps=0")]
    return [bakeoff, "compare", "--dataset", f"synthetic-digits:rows={rows},test-rows=1", "--models", ",".join(MODELS),
            "--resampling", "holdout", "--test-fraction", str(TEST_ROWS / rows), "--jobs", "1", "--no-store", "--quiet",
            "--metrics", "accuracy", "--format", "json", *passes]


def measured(bakeoff, rows):
    """Each model's row of the leaderboard, the command's peak bytes, and its seconds by the wall."""
    begin = time.monotonic()
    process = subprocess.Popen(words(bakeoff, rows), stdout=subprocess.PIPE)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    if status: raise SystemExit(f"the comparison of {rows} rows failed with status {status}")
    board = {row["model"]: row for row in json.loads(text)["rows"]}
    return {"rows": rows, "seconds": time.monotonic() - begin, "peak": usage.ru_maxrss * 1024, "models": {
        name: {"seconds": board[name]["costs"]["cpu_seconds"]["mean"], "peak": board[name]["costs"]["peak_memory_bytes"]["mean"],
               "accuracy": board[name]["metrics"]["accuracy"]["mean"]} for name in MODELS}}


def bandwidth(size=256 << 20, turns=5):
    """Bytes a second that one core reads and writes when it copies memory."""
    source, target = ctypes.create_string_buffer(size), ctypes.create_string_buffer(size)
    times = []
    for _ in range(turns):
        begin = time.perf_counter()
        ctypes.memmove(target, source, size)
        times.append(time.perf_counter() - begin)
    return 2 * size / statistics.median(times)


def cost(run, name):
    """Processor seconds of a model for each training row."""
    return run["models"][name]["seconds"] / (run["rows"] - TEST_ROWS)


def growth(runs, name):
    """The most a row costs in any run against one of fewer rows."""
    return max(cost(more, name) / cost(fewer, name) for index, more in enumerate(runs) for fewer in runs[:index])


def memory(run):
    """The largest peak, of the command or a worker, in bytes of the data."""
    peaks = [run["peak"], *(model["peak"] for model in run["models"].values())]
    return max(peaks) / (run["rows"] * ROW_BYTES)


def table(runs):
    head = ["rows", "data, MB", *(f"{name}, µs a row" for name in MODELS), "command, MB", "largest worker, MB", "of the data"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for run in runs:
        cells = [f"{run['rows']:,}", f"{run['rows'] * ROW_BYTES / 1e6:,.0f}",
                 *(f"{1e6 * cost(run, name):.1f}" for name in MODELS), f"{run['peak'] / 1e6:,.0f}",
                 f"{max(model['peak'] for model in run['models'].values()) / 1e6:,.0f}", f"{memory(run):.2f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def accuracies(runs):
    lines = ["| rows | " + " | ".join(f"{name}, s" for name in MODELS) + " | " + " | ".join(f"{name}, accuracy" for name in MODELS)
             + " | whole command, s |", "|" + "---|" * (2 * len(MODELS) + 2)]
    for run in runs:
        models = [run["models"][name] for name in MODELS]
        lines.append(f"| {run['rows']:,} | " + " | ".join(f"{model['seconds']:.1f}" for model in models) + " | "
                     + " | ".join(f"{model['accuracy']:.4f}" for model in models) + f" | {run['seconds']:.0f} |")
    return lines


def verdicts(runs):
    lines = []
    for name in MODELS if len(runs) > 1 else []:
        ratio = growth(runs, name)
        lines.append(f"- {name}: a row costs at most {ratio:.2f} times what it costs where there are fewer rows "
                     f"({'met' if ratio <= ALLOWED else 'missed'}: {ALLOWED})")
    for run in runs:
        if run["rows"] < ROWS_FOR_MEMORY: continue
        ratio = memory(run)
        lines.append(f"- memory with {run['rows']:,} rows: {ratio:.2f} times the data "
                     f"({'met' if ratio <= ALLOWED_MEMORY else 'missed'}: {ALLOWED_MEMORY})")
    return lines


def plot(runs):
    """Processor microseconds a row against the rows, one line a model, as SVG; dashes and marks tell the lines apart."""
    import math
    width, height, left, bottom, top, right = 720, 360, 60, 300, 30, 560
    most = 1.1 * max(1e6 * cost(run, name) for run in runs for name in MODELS)
    first, last = (math.log10(runs[index]["rows"]) for index in (0, -1))
    x = lambda rows: left + (right - left) * (math.log10(rows) - first) / max(last - first, 1e-9)
    y = lambda value: bottom - (bottom - top) * value / most
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img">',
             "<title>Processor microseconds a training row against the number of rows</title>",
             f'<rect width="{width}" height="{height}" fill="white"/>',
             f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#444"/>']
    for run in runs:
        parts.append(f'<text x="{x(run["rows"]):.0f}" y="{bottom + 20}" text-anchor="middle">{run["rows"]:,}</text>')
    step = 10 ** math.floor(math.log10(most / 2))
    step *= next(factor for factor in (1, 2, 5, 10) if most / (step * factor) <= 6)
    for tick in range(int(most / step) + 1):
        parts.append(f'<text x="{left - 8}" y="{y(tick * step) + 4:.0f}" text-anchor="end">{tick * step:g}</text>')
    parts.append(f'<text x="{(left + right) / 2:.0f}" y="{bottom + 44}" text-anchor="middle">rows</text>')
    parts.append(f'<text x="{left}" y="{top - 12}">processor µs a row</text>')
    looks = zip(("#0b62a4", "#b34700", "#2e7d32", "#6a1b9a"), ("", "6 4", "2 3", "10 3 2 3"))
    lines = [([(x(run["rows"]), y(1e6 * cost(run, name))) for run in runs], name, *look) for name, look in zip(MODELS, looks)]
    lowest = top - 15
    for points, name, colour, dash in sorted(lines, key=lambda line: line[0][-1][1]):
        parts.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="none" stroke="{colour}" '
                     f'stroke-width="2" stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        lowest = max(lowest + 15, points[-1][1] + 4)
        parts.append(f'<text x="{right + 10}" y="{lowest:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def report(runs, speed, facts):
    svm = runs[-1]["models"]["linear-svm"]
    read = SVM_PASSES * ROW_BYTES * (runs[-1]["rows"] - TEST_ROWS) / svm["seconds"]
    return "\n".join([
        "# How cost grows with the rows", "",
        f"`make bench-growth`, {time.strftime('%Y-%m-%d')}: {facts['CPU']}, {facts['cores']} cores, {facts['memory']}. Synthetic digits of",
        f"{ROW_BYTES} bytes a row; a trial of each model on all but {TEST_ROWS:,} rows, one at a time, on one core. Networks take one pass,",
        f"the SVM {SVM_PASSES}, logistic regression as many as it needs. Seconds are the processor's, of a trial's whole process: its start",
        f"and predicting {TEST_ROWS:,} rows weigh most where there are few.", "",
        *table(runs), "", "![Processor microseconds a row](growth.svg)", "", *accuracies(runs), "",
        "Goals:", "", *verdicts(runs), "",
        f"One core copies {speed / 1e9:.1f} GB/s (read and written). The SVM's passes over the last size read {read / 1e9:.2f} GB/s, "
        f"{100 * read / speed:.0f} % of that, rows in random order: they wait for arithmetic more than for memory.", ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--rows", default="60000,200000,600000,8000000")
    options = parser.parse_args()
    runs = []
    for rows in map(int, options.rows.split(",")):
        runs.append(measured(options.bakeoff, rows))
        print("\n".join(table(runs)[-1:]), flush=True)
    # After the runs: a process begins with the peak of the one that started it.
    speed = bandwidth()
    output = pathlib.Path(options.output)
    output.write_text(report(runs, speed, machine.facts()))
    (output.parent / "growth.svg").write_text(plot(runs))


if __name__ == "__main__":
    main()
