"""What a command does where the machine has too little for it: python3 test_places.py BAKEOFF

No disk, no folder, no home, few open files, few processes, no locks, a clock that jumps: a board, or one line that says what
to do, and never a trap.
Full disks are small file systems in memory, which only root can mount; without it those tests are skipped. Locks and the
clock are taken away by a library that is preloaded into the command, which needs Linux and a C compiler.
"""

import contextlib
import datetime
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

BAKEOFF = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
DATA = "synthetic-digits:rows=2000,test-rows=50"
MODELS = "majority-class,logistic-regression"


def can_mount():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True)
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0


@contextlib.contextmanager
def small_disk(size, options=""):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def preloaded(folder):
    """The library that stands before the system's own; nothing where it cannot be built."""
    compiler = shutil.which("clang") or shutil.which("cc")
    if not compiler or sys.platform != "linux":
        return None
    library = os.path.join(folder, "places.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return library


class Places(unittest.TestCase):
    def setUp(self):
        self.program = BAKEOFF
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def somebody(self):
        """What runs a command as somebody who may do little; the program is put where that user can read it."""
        os.chmod(self.folder.name, 0o777)
        self.program = shutil.copy(BAKEOFF, self.path("bakeoff"))
        os.chmod(self.program, 0o755)
        return ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"]

    def compare(self, *flags, environment=None, limits=(), without=(), store=None, prefix=()):
        variables = {**os.environ, "HOME": self.folder.name, **(environment or {})}
        for name in without:
            variables.pop(name, None)
        stored = ["--store", store or self.path("store.sqlite")]
        command = [*prefix, self.program, "compare", "--dataset", DATA, "--models", MODELS, "--folds", "3", "--quiet", *stored, *flags]

        def limit():
            for what, value in limits:
                resource.setrlimit(what, (value, value))

        started = time.monotonic()
        done = subprocess.run(command, env=variables, preexec_fn=limit, capture_output=True, text=True, timeout=120)
        self.assertLess(time.monotonic() - started, 100)
        self.assertNotRegex(done.stderr, "Fatal error|Traceback|Segmentation")
        self.assertGreaterEqual(done.returncode, 0, done.stderr)
        for line in done.stderr.splitlines():
            self.assertRegex(line, r"^(bakeoff: |$)", done.stderr)
        return done

    def assert_board(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("logistic-regression", done.stdout)

    def test_few_open_files(self):
        done = self.compare("--jobs", "300", limits=[(resource.RLIMIT_NOFILE, 64)])
        self.assert_board(done)
        self.assertIn("--jobs 300: this process may have 64 files open", done.stderr)

    def test_no_home_and_no_folder_for_temporary_files(self):
        self.assert_board(self.compare(without=["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME"]))
        done = self.compare(environment={"TMPDIR": self.path("nowhere")})
        self.assertTrue(done.returncode == 0 or "TMPDIR" in done.stderr + done.stdout, done.stderr + done.stdout)

    def test_output_that_cannot_be_written(self):
        done = self.compare("--output", "/dev/full")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/dev/full", done.stderr)
        done = self.compare("--output", self.path("no/such/folder/board.txt"))
        self.assertNotEqual(done.returncode, 0)

    def preload(self):
        library = preloaded(self.folder.name)
        if not library:
            self.skipTest("there is no C compiler")
        return {"LD_PRELOAD": library}

    def test_a_file_system_without_locks(self):
        without = {**self.preload(), "PLACES_WITHOUT_LOCKS": "1"}
        done = self.compare(environment=without)
        self.assertEqual(done.returncode, 1)
        self.assertIn("store.sqlite: its file system has no locks", done.stderr)
        self.assertNotIn("another command", done.stderr, "that is what is said after waiting for a lock")
        self.assertEqual(sorted(name for name in os.listdir(self.folder.name) if name.startswith("store")), [])

    def test_a_clock_that_jumps_back(self):
        """By a year, while trials run: nothing is taken for damaged or abandoned, and the order of runs is that of their numbers."""
        sign = self.path("late")
        environment = {**os.environ, **self.preload(), "HOME": self.folder.name, "PLACES_CLOCK": sign}
        stored = ["--store", self.path("store.sqlite")]
        command = [BAKEOFF, "compare", "--dataset", DATA, "--models", "majority-class,mlp", "--folds", "3", "--jobs", "1", *stored]
        lines = []
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr:
                lines.append(line)
                # Once a trial is done, and others are to come.
                if line.startswith("[2/6]"):
                    pathlib.Path(sign).touch()
            board = process.stdout.read()
        self.assertEqual(process.returncode, 0, "".join(lines))
        self.assertIn("mlp", board)
        for line in lines:
            self.assertRegex(line, r"^(\[[1-6]/6\] .*: ok, fit [0-9.]+ s, predict [0-9.]+ s|drawing .*)$")

        def said(*words):
            done = subprocess.run([BAKEOFF, *words, *stored], env=environment, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout

        again = said("compare", "--dataset", DATA, "--models", "majority-class,mlp,logistic-regression", "--folds", "3", "--quiet",
                     "--format", "json")
        cached = {row["model"]: row["cached"] for row in json.loads(again)["rows"]}
        self.assertEqual((cached["mlp"], cached["majority-class"], cached["logistic-regression"]), (3, 3, 0))
        self.assertIn("logistic-regression", said("leaderboard", "latest"), "the last run is the second")
        runs = said("runs").splitlines()
        self.assertEqual(len(runs), 4)
        year_ago = datetime.datetime.now() - datetime.timedelta(days=365)
        self.assertIn(f"2 {year_ago:%Y-%m}", runs[2], "the clock did jump, and the last run stands first")

    @unittest.skipUnless(os.getuid() == 0, "only root can become somebody else")
    def test_no_more_processes(self):
        done = self.compare(prefix=self.somebody(), limits=[(resource.RLIMIT_NPROC, 3)])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no more processes or threads", done.stderr)

    @unittest.skipUnless(os.getuid() == 0, "only root can become somebody else")
    def test_a_folder_that_may_not_be_written(self):
        closed = self.path("closed")
        os.mkdir(closed, 0o555)
        done = self.compare(store=f"{closed}/store.sqlite", prefix=self.somebody())
        self.assertEqual(done.returncode, 1)
        self.assertIn("closed/store.sqlite", done.stderr)

    @unittest.skipUnless(can_mount(), "only root can mount")
    def test_full_disks(self):
        with small_disk("300k") as disk:
            done = self.compare(store=f"{disk}/store.sqlite")
            self.assertIn("logistic-regression", done.stdout, done.stderr)
            self.assertIn("the disk is full", done.stderr)
        with small_disk("300k") as disk:
            done = self.compare(environment={"TMPDIR": disk})
            self.assertIn("No space left on device", done.stderr + done.stdout)
            self.assertEqual(os.listdir(disk), [])
        with small_disk("4k") as disk:
            done = self.compare("--output", f"{disk}/board.json", "--format", "json")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("board.json", done.stderr)

    @unittest.skipUnless(can_mount(), "only root can mount")
    def test_a_disk_that_is_read_only(self):
        with small_disk("1m", ",ro") as disk:
            done = self.compare(store=f"{disk}/store.sqlite")
            self.assertEqual(done.returncode, 1)
            self.assertIn("store.sqlite", done.stderr)


if __name__ == "__main__":
    unittest.main()
