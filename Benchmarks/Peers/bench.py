"""Measures Bakeoff against scikit-learn and PyTorch and writes Benchmarks/RESULTS.md.

    make bench                                    # everything: about 50 minutes on two quiet cores
    make bench PEERS=sklearn                      # without PyTorch; PEERS=none: ours alone
    PEERS_PYTHON=/path/to/python make bench       # with an existing environment
    make bench ARGS="--folds 2 --limit 2000"      # a trial of the machinery, whose figures mean nothing

Standard library only; the peers run in a virtual environment under .build. Ours and the peers run in turns on the same
rows, folds, batch sizes and epochs. Ours is the whole command by the wall clock, loading the data included; a peer's time
leaves out imports and loading. Each peer runs in the faster of two settings, found by a small run: one fold a core on one
thread each, or one fold at a time on all cores.
"""

import argparse
import datetime
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import commands
import comparisons
import environments
import isolation
import machine
import micro
import report

ROOT = pathlib.Path(__file__).resolve().parents[2]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bakeoff", default=ROOT / ".build/release/bakeoff", help="the program")
    parser.add_argument("--peers", default="sklearn,torch", help="sklearn,torch or a part of it, or none")
    parser.add_argument("--python", help="has the peers installed; default: an environment made under .build")
    parser.add_argument("--data-dir", help="holds mnist/; default: BAKEOFF_DATA_DIR, or our cache")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--slow", type=float, default=90, help="a peer that takes more seconds has one turn")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--limit", type=int, help="rows; the two sides then have different ones")
    parser.add_argument("--models", help="only these, joined by commas")
    parser.add_argument("--skip-micro", action="store_true", help="no micro-benchmarks, whose first build takes minutes")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "Benchmarks/RESULTS.md")
    return parser.parse_args()


def say(text):
    print(f"{datetime.datetime.now():%H:%M:%S}  {text}", file=sys.stderr, flush=True)


def data_directory(given):
    """Where the peers find MNIST, which our first command has put into the cache unless a folder is named."""
    if given or os.environ.get("BAKEOFF_DATA_DIR"):
        return given or os.environ["BAKEOFF_DATA_DIR"]
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if not cache.startswith("/"):
        cache = pathlib.Path.home() / ("Library/Caches" if platform.system() == "Darwin" else ".cache")
    return pathlib.Path(cache) / "bakeoff"


def compare_all(options, ours, peers, libraries):
    """Our side and the peers' of every model, in turns."""
    sides = []
    for model in dict.fromkeys(comparison.model for comparison in comparisons.COMPARISONS):
        if options.models and model not in options.models.split(","):
            continue
        against = [comparison for comparison in comparisons.COMPARISONS
                   if comparison.model == model and comparison.library in libraries]
        say(f"{model}: ours, then {', '.join(comparison.peer for comparison in against) or 'no peer'}, in turns")
        sides.append(comparisons.in_turns(ours, peers, model, against, options.turns, options.slow))
        for row in report.comparison_rows(*sides[-1]):
            say("  " + " | ".join(row))
    return sides


def main():
    options = arguments()
    libraries = [] if options.peers == "none" else options.peers.split(",")
    scale = comparisons.Scale(options.folds, options.limit)
    load_before = os.getloadavg()
    ours = comparisons.Ours(options.bakeoff, scale, options.data_dir)
    python = options.python or (environments.make(ROOT / ".build/peers", libraries, say) if libraries else None)
    facts = machine.facts()
    say("sgemm peak")
    peaks = machine.peaks()
    medians = None
    if not options.skip_micro:
        say("micro-benchmarks, whose first build takes minutes")
        medians = micro.medians(ROOT / "Benchmarks")
    say("worker processes")
    overhead = isolation.measure(ours)
    with tempfile.TemporaryDirectory() as folder:
        folds_file = pathlib.Path(folder) / "folds.csv"
        say("folds")
        _, board = ours.compare("majority-class", "--save-folds", folds_file)
        peers = comparisons.Peers(python, scale, folds_file, data_directory(options.data_dir))
        sides = compare_all(options, ours, peers, libraries)
        gaps = None
        if "sklearn" in libraries and not scale.limit and not options.models:
            say("logistic regression: seconds to a gap of the objective")
            gaps = comparisons.objective_gaps(options.bakeoff, python, data_directory(options.data_dir))
        say("all models, the whole command")
        whole, _ = ours.compare("all")
    facts |= {
        "BLAS": board["environment"]["blas"], "Swift": board["environment"]["swift"],
        "bakeoff": f"{board['environment']['version']}, {revision()}",
        **environments.versions(python, libraries),
        "date": f"{datetime.date.today()}",
        "load before and after": f"{load_before[0]:.2f}, {os.getloadavg()[0]:.2f}",
    }
    options.output.write_text(report.document(
        facts=facts, peaks=peaks, sides=sides, whole=whole, overhead=overhead, medians=medians, scale=scale, gaps=gaps,
        cores=machine.cores()))
    say(f"wrote {options.output}")
    print(options.output.read_text())


def revision():
    """The commit that was measured, and whether the tree differs from it."""
    result = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return result.stdout.strip() or "no revision"


if __name__ == "__main__":
    try:
        main()
    except commands.CommandFailed as failure:
        sys.exit(f"bench: {failure}")
