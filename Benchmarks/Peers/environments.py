"""The virtual environment the peers run in."""

import json
import os
import subprocess
import sys

import commands

# PyTorch's own index has wheels without the gigabytes of GPU libraries that pip's standard ones for Linux need to load at
# all; whoever wants those names it here.
TORCH_CPU_INDEX = os.environ.get("TORCH_CPU_INDEX")
REQUIREMENTS = {"sklearn": ["scikit-learn==1.9.*"], "torch": ["torch==2.15.*", "numpy", "joblib"]}


def make(folder, libraries, say):
    """Makes the environment, or completes the one that is there; returns its python."""
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"making a virtual environment in {folder}")
        commands.run([sys.executable, "-m", "venv", folder])
    for library in libraries:
        if not has(python, library):
            install(python, library, say)
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
        "names = {'sklearn': 'scikit-learn', 'torch': 'torch'}\n"
        f"print(json.dumps({{names[l]: m.version(names[l]) for l in {libraries!r}}} | {{'Python': platform.python_version()}}))")
    return json.loads(commands.run([python, "-c", script]).output)
