"""Runs a command and says what it took: seconds and memory."""

import os
import pathlib
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Finished:
    output: str
    seconds: float
    peak_bytes: int


class CommandFailed(Exception):
    """A command that did not end with status 0; the message ends with what it wrote last to standard error."""


def run(command, environment=None):
    """Runs to the end, by the wall clock; `environment` adds to ours."""
    command = [str(part) for part in command]
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env={**os.environ, **(environment or {})})
        memory = MemorySampler(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = max(memory.stop(), usage.ru_maxrss * 1024)
        output.seek(0), errors.seek(0)
        if process.returncode != 0:
            raise CommandFailed(f"{' '.join(command)}\nended with {process.returncode}:\n{errors.read()[-2000:]}")
        return Finished(output.read(), seconds, peak)


class MemorySampler:
    """The largest sum, twice a second, of the proportional set sizes of a process and its descendants.

    Proportional: a page several of them share, such as mapped data, counts once. 0 where there is no /proc.
    """

    def __init__(self, process, interval=0.5):
        self.process, self.interval, self.peak = process, interval, 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.sample, daemon=True)
        self.thread.start()

    def sample(self):
        while not self.stopped.wait(self.interval):
            self.peak = max(self.peak, sum(map(proportional_bytes, family(self.process, parents()))))

    def stop(self):
        self.stopped.set()
        self.thread.join()
        return self.peak


def parents():
    """The parent of every process."""
    result = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold blanks and brackets.
            result[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            pass  # It ended meanwhile.
    return result


def family(ancestor, parent_of):
    """A process and all its descendants."""
    members, size = {ancestor}, 0
    while len(members) > size:
        size = len(members)
        members |= {process for process, parent in parent_of.items() if parent in members}
    return members


def proportional_bytes(process):
    try:
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # It ended meanwhile.
    return 0
