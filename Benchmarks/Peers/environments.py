"""The virtual environment the peers run in."""

import json
import os
import subprocess
import sys

import commands

# PyTorch's own index has wheels without the gigabytes of GPU libraries that pip's standard ones for Linux need to load at
# all; whoever wants those names it here.
TORCH_CPU_INDEX = os.environ.get("TORCH_CPU_INDEX")
REQUIREMENTS = {
    "sklearn": ["scikit-learn==1.9.*"], "torch": ["torch==2.15.*", "numpy", "joblib"],
    "sklearnex": ["scikit-learn-intelex"], "cyanure": ["cyanure"]}
# Solvers of logistic regression that are not there for every processor.
OPTIONAL = ["sklearnex", "cyanure"]


def make(folder, libraries, say):
    """Makes the environment, or completes the one that is there; returns its python."""
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"making a virtual environment in {folder}")
        commands.run([sys.executable, "-m", "venv", folder])
    for library in libraries + (OPTIONAL if "sklearn" in libraries else []):
        if has(python, library):
            continue
        try:
            install(python, library, say)
        except commands.CommandFailed:
            if library not in OPTIONAL:
                raise
            say(f"{library} is unavailable here and left out")
    return python


def has(python, library):
    """Whether it can be imported, which a half-finished installation cannot."""
    return subprocess.run([python, "-c", f"import {library}"], capture_output=True, check=False).returncode == 0


def install(python, library, say):
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    say(f"installing {' '.join(REQUIREMENTS[library])}")
    if library == "torch" and TORCH_CPU_INDEX:
        try:
            commands.run([*pip, "--retries", 0, "--timeout", 15, "--index-url", TORCH_CPU_INDEX, REQUIREMENTS[library][0]])
            commands.run([*pip, *REQUIREMENTS[library][1:]])
            return
        except commands.CommandFailed:
            say("PyTorch's CPU wheels are unavailable; the standard ones come with some 4 GB of GPU libraries (PEERS=sklearn: without)")
    commands.run([*pip, *REQUIREMENTS[library]])


def versions(python, libraries):
    """The peers' versions and the Python they run in, in the words of the report."""
    if not libraries:
        return {}
    script = (
        "import importlib.metadata as m, json, platform\n"
        "names = {'sklearn': 'scikit-learn', 'torch': 'torch', 'sklearnex': 'scikit-learn-intelex', 'cyanure': 'cyanure'}\n"
        f"there = [names[l] for l in {libraries + OPTIONAL!r} if any(m.distributions(name=names[l]))]\n"
        "print(json.dumps({name: m.version(name) for name in there} | {'Python': platform.python_version()}))")
    return json.loads(commands.run([python, "-c", script]).output)
