"""Kills commands, their groups, supervisors and workers at random moments, and sees that nothing is lost.

    python3 soak.py BAKEOFF [--kills 50] [--seed 0] [--output FILE]

Each round starts a small comparison with a store of its own and kills something of it with SIGKILL. Then the same command
runs again, to its end. Afterwards:

- every trial that was reported finished before the kill came out of the store and was not run again;
- the final board has the same bits as that of a run nobody disturbed;
- no process of the round is left, and no file in its temporary folder.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid

MODELS = "majority-class,logistic-regression,linear-svm,mlp,steady"
FLAGS = ["compare", "--dataset", "synthetic-digits:rows=600,test-rows=50", "--models", MODELS, "--folds", "3", "--jobs", "2",
         "--set", "mlp.epochs=2", "--format", "json"]
VICTIMS = ["command", "group", "supervisor", "worker"]
PLUGIN = {"id": "steady", "title": "Steady", "version": "1", "command": ["python3", "plugin.py"]}
PROGRAM = """
import json, struct, subprocess, sys, time
request = json.load(sys.stdin)
helper = subprocess.Popen(["sleep", "30"])
rows, classes = len(request["test_rows"]), request["class_count"]
header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {classes}), }}".ljust(117) + chr(10)
time.sleep(0.1)
with open(request["predictions"], "wb") as file:
    file.write(bytes([0x93]) + b"NUMPY" + bytes([1, 0, 118, 0]) + header.encode())
    file.write(struct.pack(f"<{classes}f", *([1.0] + [0.0] * (classes - 1))) * rows)
print(json.dumps({"event": "done", "kind": "probabilities", "fit_seconds": 0, "predict_seconds": 0}))
"""


class Round:
    """One comparison, with folders of its own and a mark in the environment of all its processes."""

    def __init__(self, bakeoff, folder):
        self.folder = pathlib.Path(folder)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        plugin = self.folder / "plugins" / "steady"
        plugin.mkdir(parents=True)
        (plugin / "plugin.json").write_text(json.dumps(PLUGIN))
        (plugin / "plugin.py").write_text(PROGRAM)
        self.mark = str(uuid.uuid4())
        self.environment = {
            **os.environ, "TMPDIR": str(self.temporary), "HOME": str(self.folder), "BAKEOFF_PLUGIN_PATH": str(self.folder / "plugins"),
            # Passed on to programs, which get little else of the environment.
            "LC_SOAK": self.mark}
        self.command = [bakeoff, *FLAGS, "--store", str(self.folder / "store.sqlite")]

    def start(self, name, *flags):
        with open(self.folder / f"{name}.json", "w") as output, open(self.folder / f"{name}.log", "w") as errors:
            return subprocess.Popen([*self.command, *flags], env=self.environment, stdout=output, stderr=errors, start_new_session=True)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def board(self, name):
        """The scores of each model on each split, bit for bit."""
        rows = json.loads((self.folder / f"{name}.json").read_text())["rows"]
        return {row["model"]: row["metrics"] for row in rows}

    def processes(self):
        """The processes of this round that are still there: pid and command line."""
        found = {}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                pass  # It ended meanwhile.
        return found

    def wait_for_silence(self, limit=10):
        end = time.monotonic() + limit
        while self.processes() and time.monotonic() < end:
            time.sleep(0.02)
        return self.processes()


def reported(log):
    """How many trials a command has said are finished, and with scores."""
    return len(re.findall(r"^\[\d+/\d+\] .*: ok,", log, re.MULTILINE))


def strike(round_, process, victim):
    """Kills the victim; false where there was none."""
    if victim == "command":
        os.kill(process.pid, signal.SIGKILL)
        return True
    if victim == "group":
        os.killpg(process.pid, signal.SIGKILL)
        return True
    supervisors = {pid for pid, words in round_.processes().items() if "supervise" in words}
    others = set(round_.processes()) - supervisors - {process.pid}
    candidates = sorted(supervisors if victim == "supervisor" else others)
    if not candidates:
        return False
    try:
        os.kill(random.choice(candidates), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def play(bakeoff, victim, reference, longest):
    """One round; returns (whether anything was killed, what is wrong or nothing)."""
    with tempfile.TemporaryDirectory(prefix="bakeoff-soak-") as folder:
        round_ = Round(bakeoff, folder)
        process = round_.start("first")
        moment = time.monotonic() + random.uniform(0, longest)
        struck = False
        while process.poll() is None and time.monotonic() < moment:
            time.sleep(0.005)
        end = time.monotonic() + 3
        while process.poll() is None and not struck and time.monotonic() < end:
            struck = strike(round_, process, victim)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            return struck, "the command hangs"
        if left := round_.wait_for_silence():
            return struck, f"processes are left: {left}"
        before = reported(round_.log("first"))
        second = round_.start("second", "--retry-failed")
        try:
            status = second.wait(120)
        except subprocess.TimeoutExpired:
            return struck, "the second command hangs"
        if status != 0:
            return struck, f"the second command ended with {status}: {round_.log('second')[-300:]}"
        cached = sum(int(row["cached"]) for row in json.loads((round_.folder / "second.json").read_text())["rows"])
        if cached < before:
            return struck, f"{before} trials were reported finished, {cached} were in the store"
        if round_.board("second") != reference:
            return struck, "the final board differs"
        if left := round_.wait_for_silence():
            return struck, f"processes are left: {left}"
        if files := sorted(path.name for path in round_.temporary.iterdir()):
            return struck, f"files are left: {files}"
        return struck, ""


def undisturbed(bakeoff):
    """The board of a run that nobody kills, and its seconds."""
    with tempfile.TemporaryDirectory(prefix="bakeoff-soak-") as folder:
        round_ = Round(bakeoff, folder)
        start = time.monotonic()
        if round_.start("reference").wait(120) != 0:
            sys.exit(f"soak: {round_.log('reference')[-500:]}")
        if reported(round_.log("reference")) != 15:
            sys.exit(f"soak: 15 trials should be reported:\n{round_.log('reference')}")
        return round_.board("reference"), time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bakeoff")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", help="a table in Markdown")
    options = parser.parse_args()
    if not pathlib.Path("/proc/self/environ").exists():
        return print("soak: skipped: processes are found in /proc, which is not here")
    random.seed(options.seed)
    reference, seconds = undisturbed(options.bakeoff)
    kills, problems = collections.Counter(), []
    while sum(kills.values()) < options.kills and not problems[20:]:
        victim = VICTIMS[sum(kills.values()) % len(VICTIMS)]
        try:
            struck, problem = play(options.bakeoff, victim, reference, seconds)
        except KeyboardInterrupt:
            break  # What there is until now is said.
        kills[victim] += struck
        if problem:
            problems.append(f"{victim}: {problem}")
            print(f"soak: {problems[-1]}", file=sys.stderr, flush=True)
    lines = ["| killed | times |", "|---|---|", *(f"| {victim} | {kills[victim]} |" for victim in VICTIMS)]
    print("\n".join(lines) + f"\n{sum(kills.values())} kills, {len(problems)} problems")
    if options.output:
        pathlib.Path(options.output).write_text("\n".join(lines) + "\n")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
