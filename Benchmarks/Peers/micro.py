"""Builds and runs the micro-benchmarks, and reads what they measured."""

import json
import os
import pathlib
import tempfile

import commands


def medians(package):
    """Median nanoseconds by benchmark, sorted by name."""
    with tempfile.TemporaryDirectory() as folder:
        # The sandbox would keep the plugin from writing there.
        commands.run([
            os.environ.get("SWIFT", "swift"), "package", "--package-path", package, "--disable-sandbox", "benchmark",
            "--no-progress", "--format", "jmh", "--path", folder])
        return dict(sorted(
            entry for file in pathlib.Path(folder).glob("*.json") for entry in read(json.loads(file.read_text()))))


def read(results):
    """(name, median nanoseconds) of each benchmark of a file in JMH's format, whose names have no blanks."""
    for result in results:
        percentiles = result["secondaryMetrics"]["Time (wall clock)"]["scorePercentiles"]
        yield result["benchmark"].removeprefix("package.benchmark.Micro.").replace("_", " "), percentiles["50.0"] * 1000
