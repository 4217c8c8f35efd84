"""What it costs to run trials as tasks of Slurm: python3 cluster.py --bakeoff PATH --output FILE [--simulation FILE]

Starts the cluster of the tests (three nodes of two processors on this machine; needs root, slurm-wlm and munge) and times
comparisons of the majority class, whose trials are all process and no work, at home and there, in turns. The seconds of a
trial more are the slope between few trials and many.
"""

import argparse
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
import time

TESTS = pathlib.Path(__file__).parents[2] / "Tests" / "Slurm"
FEW, MANY = 20, 220
WAYS = {
    "at home, one at a time": ["--jobs", "1"],
    "in one task of Slurm": ["--executor", "slurm", "--task-time", "1h"],
    "each in a task of its own": ["--executor", "slurm", "--task-time", "1ms"],
}


def seconds(bakeoff, folder, flags, trials):
    """The seconds of a comparison of so many trials."""
    shared = ["--shared-dir", f"{folder}/shared"] if "slurm" in flags else []
    words = [bakeoff, "compare", "--dataset", "synthetic-digits:rows=2000,test-rows=100", "--models", "majority-class",
             "--folds", "10", "--repeats", str(trials // 10), "--no-store", "--quiet", *flags, *shared]
    begin = time.monotonic()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


def slopes(few, many):
    """Seconds of one trial more, turn by turn."""
    return [(m - f) / (MANY - FEW) for f, m in zip(few, many)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bakeoff", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--simulation", help="a file with the line of the simulation of many trials")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="bakeoff-bench-")
    os.environ["SLURM_CONF"] = f"{folder}/cluster/slurm.conf"
    cluster = [str(TESTS / "cluster.sh")]
    subprocess.run([*cluster, "start", f"{folder}/cluster"], check=True, stdout=subprocess.DEVNULL)
    times = {(way, count): [] for way in WAYS for count in (FEW, MANY)}
    try:
        for _ in range(options.turns):
            for way, count in times: times[way, count].append(seconds(options.bakeoff, folder, WAYS[way], count))
    finally:
        subprocess.run([*cluster, "stop", f"{folder}/cluster"], check=True)
        shutil.rmtree(folder, ignore_errors=True)
    lines = [
        "# What a cluster costs", "",
        f"`make bench-cluster`, {time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores; Slurm with three nodes of two",
        f"processors on that one machine. Trials of the majority class, {FEW} and {MANY} of them, median of {options.turns} turns.", "",
        f"| trials run | {FEW} trials, s | {MANY} trials, s | one trial more, s |", "|---|---|---|---|"]
    for way in WAYS:
        few, many = times[way, FEW], times[way, MANY]
        lines.append(
            f"| {way} | {statistics.median(few):.1f} | {statistics.median(many):.1f} | "
            f"{statistics.median(slopes(few, many)):.3f} |")
    home, task, own = (slopes(times[way, FEW], times[way, MANY]) for way in WAYS)
    more = sorted(1000 * (t - h) for t, h in zip(task, home))
    lines += [
        "", f"A trial in a bundle costs {statistics.median(more):.0f} ms more than at home ({more[0]:.0f} to {more[-1]:.0f} ms, turn by "
        f"turn); a task costs {6 * statistics.median(own) - statistics.median(home):.1f} s of one of the",
        "cluster's six processors, which is why trials are bundled until a task has a minute of work.", ""]
    if options.simulation:
        text = pathlib.Path(options.simulation).read_text()
        found = re.search(r"SIM (\d+) trials: (\d+) s of cluster, ([\d.]+) s here, (\d+) MiB, (\d+) calls, (\d+) arrays, "
                          r"\(attempts: (\d+), refusals: (\d+)\)", text)
        trials, cluster_seconds, here, memory, calls, arrays, attempts, refusals = found.groups()
        lines += [
            "## Planned past this machine", "",
            f"The simulation of `SimulationTests.swift` ran {int(trials):,} trials of forty models on a cluster of 200 places: "
            f"{int(cluster_seconds):,} s of", f"its clock, {float(here):.0f} s here. {attempts} attempts at tasks were lost, pre-empted "
            f"or vanished, {refusals} calls were refused; no trial was lost", f"and none ran twice. {calls} calls of the scheduler in "
            f"{arrays} arrays (one in {int(cluster_seconds) / int(calls):.0f} s), and the process had {memory} MiB at its peak.", ""]
    pathlib.Path(options.output).write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
