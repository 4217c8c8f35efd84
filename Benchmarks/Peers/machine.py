"""What is measured on: the machine's facts, and how fast its BLAS multiplies large matrices.

Run as a program it prints the GFLOP/s of a large sgemm of the system's BLAS in this process: `OPENBLAS_NUM_THREADS` and
`OPENBLAS_CORETYPE` are read when the library is loaded, so each setting takes a process of its own.
"""

import ctypes
import ctypes.util
import os
import pathlib
import platform
import sys
import time
from dataclasses import dataclass

import commands


@dataclass(frozen=True)
class Peak:
    core_type: str
    threads: int
    gigaflops: float


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def cpu_fields():
    """The first processor's lines of /proc/cpuinfo; none elsewhere than on Linux."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return {}
    lines = (line.partition(":") for line in text.split("\n\n")[0].splitlines())
    return {name.strip(): value.strip() for name, _, value in lines}


def facts():
    fields = cpu_fields()
    flags = fields.get("flags", "").split()
    return {
        "CPU": f"{fields.get('model name', platform.processor())}"
               f" (family {fields.get('cpu family', '?')}, model {fields.get('model', '?')})",
        "cores": str(cores()),
        "vector instructions": next((name for name in ("avx512f", "avx2") if name in flags), "see the CPU"),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def best_core_type():
    """The kernels of OpenBLAS that suit this processor, which it misses where it does not know the model."""
    flags = cpu_fields().get("flags", "").split()
    return "SkylakeX" if "avx512f" in flags else "Haswell" if "avx2" in flags else None


def peaks():
    """One thread and all cores, each as OpenBLAS chooses its kernels and with those that suit the processor."""
    found = []
    for core_type in dict.fromkeys([None, best_core_type()]):
        for threads in dict.fromkeys([1, cores()]):
            environment = {"OPENBLAS_NUM_THREADS": str(threads)}
            if core_type:
                environment["OPENBLAS_CORETYPE"] = core_type
            rate = float(commands.run([sys.executable, __file__], environment).output)
            found.append(Peak(core_type or "its own choice", threads, rate))
    return found


def sgemm_rate(size=2048, seconds=3):
    """GFLOP/s of the best of several products of two size x size matrices; at least one, whatever it takes."""
    library = ctypes.CDLL(ctypes.util.find_library("blas"))
    numbers = ctypes.c_float * (size * size)
    a, b, c = numbers(*([0.5] * size * size)), numbers(*([0.25] * size * size)), numbers()
    row_major, plain, one = 101, 111, ctypes.c_float(1)
    best, end = float("inf"), time.perf_counter() + seconds
    while best == float("inf") or time.perf_counter() < end:
        start = time.perf_counter()
        library.cblas_sgemm(
            row_major, plain, plain, size, size, size, one, a, size, b, size, ctypes.c_float(0), c, size)
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best / 1e9


if __name__ == "__main__":
    print(sgemm_rate())
