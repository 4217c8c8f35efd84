"""Runs libFuzzer on every parser: python3 fuzz.py --program FUZZER [--seconds 60 | --inputs N] [--targets csv,png] [--output FILE]

Each input may take two seconds and 512 MB. What traps, hangs or takes more is kept in the folder of findings, named, and
makes this end with status 1.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(__file__).parent / "Corpus"


def run(program, target, limit, findings):
    """One parser: (inputs, inputs a second, peak MB, what was found or nothing)."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        work = pathlib.Path(folder) / "corpus"
        work.mkdir()
        seeds = [CORPUS / target] if (CORPUS / target).exists() else []
        command = [program, work, *seeds, limit, "-timeout=2", "-rss_limit_mb=2048",
                   "-malloc_limit_mb=512", "-max_len=100000", "-print_final_stats=1", f"-artifact_prefix={findings}/{target}-"]
        environment = {**os.environ, "FUZZ_TARGET": target, "TMPDIR": folder, "SWIFT_BACKTRACE": "enable=no"}
        finished = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, errors="replace")
    output = finished.stderr

    def number(name):
        found = re.search(rf"stat::{name}:\s*(\d+)", output)
        return int(found[1]) if found else 0

    found = ""
    if finished.returncode != 0:
        artifact = re.search(r"Test unit written to (\S+)", output)
        reason = re.search(r"(?:SUMMARY|ERROR): (.+)|(Fatal error.*)", output)
        found = f"{next(filter(None, reason.groups()), 'ended') if reason else f'status {finished.returncode}'} ({artifact[1] if artifact else 'no input kept'})"
    return number("number_of_executed_units"), number("average_exec_per_sec"), number("peak_rss_mb"), found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--inputs", type=int, help="so many for each parser, however long that takes")
    parser.add_argument("--targets", help="only these, joined by commas")
    parser.add_argument("--findings", default=".build-fuzz/findings")
    parser.add_argument("--output", help="a table in Markdown")
    options = parser.parse_args()
    os.makedirs(options.findings, exist_ok=True)
    targets = options.targets.split(",") if options.targets else sorted(path.name for path in CORPUS.iterdir())
    limit = f"-runs={options.inputs}" if options.inputs else f"-max_total_time={options.seconds}"
    if not run(options.program, "self-test", "-max_total_time=30", options.findings)[3]:
        sys.exit("fuzz: a trap that was put there was not found")
    lines = ["| parser | inputs | a second | peak, MB | found |", "|---|---|---|---|---|"]
    isSound = True
    for target in targets:
        inputs, rate, peak, found = run(options.program, target, limit, options.findings)
        lines.append(f"| {target} | {inputs:,} | {rate:,} | {peak:,} | {found or 'nothing'} |")
        isSound = isSound and not found and inputs > 0
        print(lines[-1], flush=True)
    if options.output:
        pathlib.Path(options.output).write_text("\n".join(lines) + "\n")
    sys.exit(0 if isSound else 1)


if __name__ == "__main__":
    main()
