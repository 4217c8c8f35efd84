"""Runs comparisons on a real Slurm of three nodes: python3 Tests/Slurm/test_slurm.py BAKEOFF [TEST...]

Needs root, and slurm-wlm and munge installed; without them the tests are skipped, with a message. Clusters are started by
cluster.sh beside this file and stopped at the end: one for the tests that are named, or three that share all of them,
since most of the time is waiting.
"""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).parent
BAKEOFF = None
CLUSTER = None

# A model that takes its time: seconds, and what it does at the end of them. Needs nothing but Python.
SLEEPER = '''import json, os, random, signal, struct, sys, time
request = json.load(sys.stdin)
settings = request["settings"]
with open(settings["trace"], "a") as trace:
    trace.write(f"{request['seed']} {os.environ.get('SLURMD_NODENAME')}\\n")
print("hello from the sleeper", file=sys.stderr)
time.sleep(settings["seconds"])
if settings["deed"] == "fail":
    print(json.dumps({"event": "failed", "message": "as it was told"})); sys.exit()
if settings["deed"] == "crash": sys.exit(3)
if settings["deed"].startswith("spoil"):
    path = request["features"]["path"]
    os.chmod(path, 0o600)
    if settings["deed"] == "spoil always" or not os.path.exists(settings["trace"] + ".spoilt"):
        open(settings["trace"] + ".spoilt", "w").close()
        with open(path, "r+b") as file: file.seek(200); file.write(b"\\x00\\x01\\x02\\x03")
draw = random.Random(request["seed"])
rows, classes = len(request["test_rows"]), request["class_count"]
header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }" % (rows, classes)
header += " " * (63 - (10 + len(header)) % 64) + "\\n"
with open(request["predictions"], "wb") as file:
    file.write(b"\\x93NUMPY\\x01\\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(struct.pack("<%df" % (rows * classes), *(draw.random() for _ in range(rows * classes))))
print(json.dumps({"event": "done", "kind": "margins", "fit_seconds": 0, "predict_seconds": 0}))
'''
MANIFEST = {
    "id": "sleeper", "title": "Sleeper", "version": "1", "environment": ["SLURMD_NODENAME"],
    "settings": [
        {"name": "seconds", "type": "number", "default": 0.0, "explanation": "how long it sleeps"},
        {"name": "deed", "type": "text", "default": "none", "explanation": "what it does then"},
        {"name": "trace", "type": "text", "default": "", "explanation": "a file that gets a line for each trial"}]}


def cluster(action, *arguments, **environment):
    # Daemons that stay must not hold the ends of pipes.
    subprocess.run(
        [str(HERE / "cluster.sh"), action, *arguments, CLUSTER], check=True, stdout=subprocess.DEVNULL,
        env=os.environ | environment)


def slurm(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def until(condition, what, seconds=90, process=None):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer: return answer
        if process and process.poll() is not None: raise AssertionError(process.communicate()[1])
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain for: {what}")


def missing():
    """Why there can be no cluster; nothing where there can."""
    if os.geteuid() != 0: return "a cluster of tests needs root"
    for command in ("slurmctld", "slurmd", "munged", "sbatch"):
        if not shutil.which(command): return f"{command} is not installed (Debian: slurm-wlm, munge)"
    return None


def set_up():
    """Starts the cluster, or says why there is none."""
    global CLUSTER
    problem = missing()
    if problem: return problem
    CLUSTER = tempfile.mkdtemp(prefix="bakeoff-slurm-")
    os.environ["SLURM_CONF"] = f"{CLUSTER}/slurm.conf"
    cluster("start", MAX_ARRAY_SIZE="21", KILL_WAIT="5")
    return None


class SlurmTests(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bakeoff-slurm-test-"))
        # A node runs tasks as the user who asked, and this one is everybody's.
        self.shared = self.folder / "shared"
        plugin = self.folder / "plugins" / "sleeper"
        plugin.mkdir(parents=True)
        # A name of its own, by which the processes of this test are known.
        self.script = f"{self.folder.name}.py"
        (plugin / self.script).write_text(SLEEPER)
        (plugin / "plugin.json").write_text(json.dumps(MANIFEST | {"command": ["python3", self.script]}))
        draw = random.Random(1)
        rows = "".join(f"{draw.gauss(k, 1):.4f},{draw.gauss(-k, 1):.4f},{'abc'[k]}\n" for k in (0, 1, 2) for _ in range(20))
        (self.folder / "table.csv").write_text("height,width,species\n" + rows)
        self.started = []

    def tearDown(self):
        for process in self.started:
            if process.poll() is None: process.kill()
            process.wait()
            for pipe in (process.stdout, process.stderr): pipe.close()
        slurm("scancel", "--user=root", "--quiet")
        until(lambda: not slurm("squeue", "-h"), "the cluster to be idle", 60)
        if os.path.ismount(self.shared): subprocess.run(["umount", self.shared], check=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words, store="store", sleeper=(), models="sleeper", folds=3, fits=1):
        """The words of a comparison; `sleeper` are settings of the model that sleeps."""
        flags = ["--dataset", f"csv:{self.folder}/table.csv", "--models", models, "--folds", str(folds),
                 "--store", f"{self.folder}/{store}.sqlite", "--format", "json", "--plugin-path",
                 f"{self.folder}/plugins", "--fits-per-split", str(fits)]
        if "sleeper" in models:
            for setting in (f"trace={self.folder}/trace", *sleeper): flags += ["--set", f"sleeper.{setting}"]
        return [BAKEOFF, "compare", *flags, *words]

    def on_slurm(self, *words, **named):
        # The last flag of a kind counts.
        return self.command(
            "--executor", "slurm", "--shared-dir", str(self.shared), "--task-time", "1s", *words, **named)

    def start(self, words):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def finish(self, process, seconds=240, status=0):
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            queue = slurm("squeue", "--states=all") + slurm("sinfo", "-N")
            process.send_signal(signal.SIGTERM)
            self.fail(f"still there after {seconds} s: {process.communicate()[1]}\n{queue}")
        self.assertEqual(process.returncode, status, errors)
        return output, errors

    def run_on_slurm(self, *words, status=0, **named):
        output, errors = self.finish(self.start(self.on_slurm(*words, **named)), status=status)
        return json.loads(output), errors

    def trace(self):
        """The seeds of the trials that began, with the node of each."""
        file = self.folder / "trace"
        return [line.split() for line in file.read_text().splitlines()] if file.exists() else []

    def scores(self, store, run="latest"):
        """The bits of all scores of a run, by model and split."""
        with contextlib.closing(sqlite3.connect(f"{self.folder}/{store}.sqlite")) as database:
            return database.execute(
                "SELECT model, split, outcome, scores FROM runTrial JOIN trial ON trial.id = runTrial.trial WHERE run = "
                + ("(SELECT max(id) FROM run)" if run == "latest" else str(run)) + " ORDER BY 1, 2").fetchall()

    def failures(self, board):
        return [failure for row in board["rows"] for failure in row["failures"]]

    def tasks(self, state="RUNNING"):
        """Tasks of Slurm, probes apart: array, place, node, restarts."""
        lines = slurm("squeue", "-h", "-r", "-t", state, "-O", "ArrayJobID:12,ArrayTaskID:8,RestartCnt:6,NodeList:8,Name:60")
        fields = [line.split() for line in lines.splitlines() if "-probe" not in line]
        return [(f[0], f[1], f[3] if len(f) > 4 else "", int(f[2])) for f in fields]

    def processes(self, pattern):
        output = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True).stdout
        return [int(line) for line in output.split()]

    def workers(self):
        """The processes of the model that sleeps."""
        return self.processes(self.script)

    def hasten(self):
        """What was put back into the queue is held for two minutes, unless somebody says otherwise."""
        for array, place, _, _ in self.tasks("PENDING"):
            subprocess.run(["scontrol", "update", f"JobId={array}_{place}", "StartTime=now"], capture_output=True)

    def hasten_until_done(self, process, seconds=180):
        def done():
            self.hasten()
            return process.poll() is not None
        # The pipes hold what little a comparison prints.
        until(done, "the command to end", seconds)

    def assert_clean(self):
        folder = self.shared / "bakeoff-root"
        self.assertEqual(list(folder.iterdir()) if folder.exists() else [], [], "nothing stays in the shared folder")
        self.assertEqual(self.tasks("RUNNING,PENDING"), [])

    # What is asked for first of all.

    def test_sixty_trials_over_three_nodes_have_the_numbers_of_home(self):
        models = "logistic-regression,linear-svm,majority-class,sleeper"
        local = self.start(self.command(models=models, folds=5, fits=3, store="local", sleeper=("seconds=0.3",)))
        home, _ = self.finish(local)
        self.assertEqual(len(self.trace()), 15)
        board, errors = self.run_on_slurm(models=models, folds=5, fits=3, store="slurm", sleeper=("seconds=0.3",))
        self.assertEqual(len(self.scores("slurm")), 60)
        self.assertEqual(self.scores("slurm"), self.scores("local"), "the same numbers, bit for bit")
        home = json.loads(home)
        self.assertEqual([row["metrics"] for row in board["rows"]], [row["metrics"] for row in home["rows"]])
        self.assertEqual({node for _, node in self.trace()[15:]}, {"n1", "n2", "n3"})
        # An array holds 21 tasks at the most.
        arrays = {array for array, _, _, _ in self.tasks("all")}
        self.assertGreaterEqual(len(arrays), 3)
        self.assert_clean()

    def test_short_trials_share_a_task(self):
        _, _ = self.run_on_slurm("--task-time", "60s", models="majority-class,sleeper", folds=10)
        sizes = [place for _, place, _, _ in self.tasks("all")]
        before = len(self.trace())
        self.assertEqual(before, 10)
        # A probe, two trials that say how long they take, and the others in a task or two.
        self.assertLessEqual(len({(a, p) for a, p, _, _ in self.tasks("all")} - self.known), 4, sizes)

    # What goes wrong on clusters.

    def test_a_node_is_lost_in_the_middle(self):
        process = self.start(self.on_slurm(sleeper=("seconds=6",), folds=6))
        running = until(lambda: len(self.trace()) == 6 and self.tasks(), "six tasks to run", process=process)
        self.assertEqual({node for _, _, node, _ in running}, {"n1", "n2", "n3"})
        cluster("kill-node", "n2")
        try:
            self.hasten_until_done(process)
        finally:
            cluster("start-node", "n2")
        output, errors = self.finish(process)
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertEqual(len(self.trace()), 8, "the two trials of that node, and no other, ran twice")
        self.assertIn("its machine was lost", errors)

    def test_a_task_is_killed(self):
        process = self.start(self.on_slurm(sleeper=("seconds=3",)))
        until(lambda: len(self.trace()) == 3, "three tasks to run", process=process)
        os.kill(self.processes(f"worker task {self.shared}")[0], signal.SIGKILL)
        output, errors = self.finish(process)
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertIn("is tried again (1 of 3): its task was killed", errors)
        self.assertEqual(len(self.trace()), 4)
        self.assert_clean()

    def test_the_controller_is_restarted(self):
        process = self.start(self.on_slurm(sleeper=("seconds=25",)))
        until(lambda: len(self.trace()) == 3, "three tasks to run", process=process)
        cluster("stop-controller")
        time.sleep(22)
        cluster("start-controller")
        _, errors = self.finish(process)
        self.assertIn("Slurm does not answer", errors)
        self.assertEqual(len(self.trace()), 3)

    def test_the_command_is_killed_and_started_again(self):
        words = self.on_slurm(sleeper=("seconds=4",), folds=9)
        first = self.start(words)
        def some_are_taken_in():
            return len(self.trace()) >= 7 and any(self.shared.glob("*/*/jobs/*/taken/*"))

        until(some_are_taken_in, "some trials to be taken in and others to run", process=first)
        first.send_signal(signal.SIGKILL)
        first.wait()
        arrays = {array for array, _, _, _ in self.tasks("all")}
        # Some end while nobody watches.
        time.sleep(3)
        self.finish(self.start(words))
        self.assertEqual(len(self.trace()), 9, "what was handed over is not handed over again")
        self.assertEqual({array for array, _, _, _ in self.tasks("all")}, arrays)
        reference = self.start(self.command(sleeper=("seconds=4",), folds=9, store="local"))
        self.finish(reference)
        self.assertEqual(self.scores("store"), self.scores("local"))
        self.assert_clean()

    def test_the_command_is_killed_while_the_scheduler_takes_no_jobs(self):
        words = self.on_slurm(sleeper=("seconds=0.5",))
        first = self.start(words)
        until(lambda: "-probe" in slurm("squeue", "-h", "-O", "Name:60"), "the probe to be handed over", 30, first)
        # Held, so that it cannot hand anything over before no more is taken. What is in the queue still runs.
        first.send_signal(signal.SIGSTOP)
        try:
            slurm("scontrol", "update", "partitionname=main", "state=drain")
            self.assertEqual(list(self.shared.glob("*/*/jobs/*/job.json")), [])
            first.send_signal(signal.SIGCONT)
            until(lambda: list(self.shared.glob("*/*/jobs/*/job.json")), "an array to be written", 30, first)
            time.sleep(1)
            first.send_signal(signal.SIGKILL)
            first.wait()
        finally:
            slurm("scontrol", "update", "partitionname=main", "state=up")
        self.assertEqual(self.trace(), [], "it was not handed over")
        self.finish(self.start(words))
        self.assertEqual(len(self.trace()), 3)
        self.assert_clean()

    def test_two_runs_at_once_in_one_shared_folder(self):
        both = [self.start(self.on_slurm(sleeper=("seconds=0.5",), folds=6, store=store)) for store in ("one", "two")]
        for process in both: self.finish(process)
        self.assertEqual(self.scores("one"), self.scores("two"))
        self.assertEqual(len(self.scores("one")), 12, "a floor stands beside the model")
        self.assert_clean()

    def test_a_task_is_put_back_into_the_queue_by_hand(self):
        process = self.start(self.on_slurm(sleeper=("seconds=4",)))
        array, place, _, _ = until(lambda: len(self.trace()) == 3 and self.tasks()[0], "three tasks to run", process=process)
        slurm("scontrol", "requeue", f"{array}_{place}")
        self.hasten_until_done(process)
        output, _ = self.finish(process)
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertEqual(len(self.trace()), 4)
        self.assertEqual({a for a, _, _, _ in self.tasks("all")} - {array} - self.known_arrays, set(), "the same id")

    def test_others_need_the_place(self):
        process = self.start(self.on_slurm(sleeper=("seconds=5",), folds=6))
        until(lambda: len(self.trace()) == 6, "six tasks to run", process=process)
        slurm("sbatch", "--partition=urgent", "--nodes=1", "--exclusive", "--output=/dev/null", "--wrap=sleep 1")
        self.hasten_until_done(process)
        output, errors = self.finish(process)
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertEqual(len(self.trace()), 8)
        self.assertIn("its place was needed", errors)

    def test_somebody_cancels_the_job(self):
        process = self.start(self.on_slurm(sleeper=("seconds=60",)))
        array, place, _, _ = until(lambda: len(self.trace()) == 3 and self.tasks()[0], "three trials to begin", process=process)
        slurm("scancel", f"{array}_{place}")
        # Asked to leave, a task leaves at once and takes its worker along.
        until(lambda: len(self.tasks()) == 2, "the task to leave", 4)
        until(lambda: len(self.workers()) == 2, "its worker to be gone", 4)
        slurm("scancel", array)
        output, errors = self.finish(process, status=2)
        kinds = {failure["kind"] for failure in self.failures(json.loads(output))}
        self.assertEqual(kinds, {"cancelled"})
        self.assertIn("somebody cancelled its job in Slurm", output)
        until(lambda: not self.workers(), "no worker to be left", 10)

    def test_the_time_limit_of_the_scheduler_is_shorter_than_ours(self):
        process = self.start(self.on_slurm(
            "--slurm-time", "1m", "--time-limit", "5m", sleeper=("seconds=600",), folds=2))
        output, errors = self.finish(process, status=2)
        self.assertIn("--slurm-time 1m is no longer than --time-limit 5m", errors)
        for failure in self.failures(json.loads(output)):
            self.assertEqual(failure["kind"], "timedOut")
            self.assertIn("the time limit of its job in Slurm ended it", failure["message"])

    def test_our_time_limit_and_failures_are_those_of_home(self):
        for deed, kind, status in (("fail", "failed", 2), ("crash", "crashed", 2)):
            board, errors = self.run_on_slurm("--logs", f"{self.folder}/logs", sleeper=(f"deed={deed}",), status=2, store=deed)
            self.assertEqual({failure["kind"] for failure in self.failures(board)}, {kind})
            if deed == "crash": self.assertIn("hello from the sleeper", self.failures(board)[0]["message"])
            self.assertIn("hello from the sleeper", (self.folder / "logs" / "sleeper-0-0.log").read_text())
        board, _ = self.run_on_slurm("--time-limit", "1s", sleeper=("seconds=60",), status=2, store="slow")
        self.assertEqual({failure["kind"] for failure in self.failures(board)}, {"timedOut"})
        self.assert_clean()

    def test_a_program_that_writes_to_the_features_costs_nobody_else(self):
        def metrics(board):
            return [row["metrics"] for row in board["rows"] if row["model"] == "linear-svm"]

        # Rows that are prepared for it would be in a file of its own.
        board, errors = self.run_on_slurm(models="sleeper,linear-svm", sleeper=("deed=spoil", "prepare=none"))
        self.assertEqual(self.failures(board), [])
        self.assertIn("a program wrote to them while it ran", errors)
        local, _ = self.finish(self.start(self.command(models="linear-svm", store="local")))
        self.assertEqual(metrics(board), metrics(json.loads(local)), "the other model learned from what was there before")
        # One that does it every time has failed itself, and nobody else has.
        board, errors = self.run_on_slurm(
            models="sleeper,linear-svm", sleeper=("deed=spoil always", "prepare=none"), status=2, store="always")
        self.assertEqual({failure["message"] for failure in self.failures(board)},
                         {"it wrote to the features; a program may only read them, and works on a copy"})
        self.assertEqual([row["model"] for row in board["rows"] if row["failures"]], ["sleeper"])
        self.assertIn("runs again, on a copy of the features", errors)
        self.assertEqual(metrics(board), metrics(json.loads(local)))
        self.assert_clean()

    # What is refused before anything is handed over, or for a while.

    def test_a_full_shared_folder(self):
        self.shared.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", self.shared], check=True)
        _, errors = self.finish(self.start(self.on_slurm()), status=69)
        self.assertIn("make room, or name another --shared-dir", errors.splitlines()[-1])
        self.assertEqual(len([line for line in errors.splitlines() if line.startswith("bakeoff: ")]), 1, errors)
        self.assertEqual(self.trace(), [])
        subprocess.run(["mount", "-o", "remount,size=200m", self.shared], check=True)
        process = self.start(self.on_slurm(sleeper=("seconds=3",), store="second"))
        until(lambda: len(self.trace()) == 3, "three trials to run", process=process)
        # Full in the middle: what was computed waits for room.
        subprocess.run(["dd", "if=/dev/zero", f"of={self.shared}/filler", "bs=1M"], stderr=subprocess.DEVNULL)
        time.sleep(8)
        (self.shared / "filler").unlink()
        output, _ = self.finish(process)
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertEqual(len(self.trace()), 3, "nothing was run again")

    def test_the_scheduler_takes_no_jobs_for_a_while(self):
        slurm("scontrol", "update", "partitionname=main", "state=inactive")
        try:
            process = self.start(self.on_slurm())
            time.sleep(7)
            self.assertIsNone(process.poll(), "it waits")
        finally:
            slurm("scontrol", "update", "partitionname=main", "state=up")
        _, errors = self.finish(process)
        self.assertRegex(errors, r"Slurm takes no job now \(.*\); trying again in 5 s")
        self.assert_clean()

    def test_what_the_scheduler_never_takes_is_one_line(self):
        for flags, text in ((("--slurm-partition", "nowhere"), "invalid partition"), (("--slurm-extra=--no-such",), "unrecognized option")):
            _, errors = self.finish(self.start(self.on_slurm(*flags)), status=69)
            self.assertIn(text, errors.splitlines()[-1].lower())
            self.assertIn("Slurm does not take the job: ", errors.splitlines()[-1])
        self.assert_clean()

    def test_a_folder_of_this_machine_alone(self):
        """A node that has another folder under the same path."""
        self.shared.mkdir()
        cluster("kill-node", "n3")
        subprocess.run([
            "unshare", "--mount", "sh", "-c", f"mount -t tmpfs tmpfs {self.shared} && exec slurmd -N n3"],
            check=True)
        try:
            time.sleep(1)
            _, errors = self.finish(self.start(self.on_slurm("--slurm-extra=--nodelist=n3")), status=69)
            self.assertIn("name a folder in --shared-dir that every machine shares", errors.splitlines()[-1])
            self.assertEqual(self.trace(), [])
        finally:
            cluster("kill-node", "n3")
            cluster("start-node", "n3")
            until(lambda: "n3" in slurm("sinfo", "-h", "-N", "-t", "idle", "-o", "%N"), "the node to be back", 60)

    # Leaving and coming back.

    def test_a_run_is_left_and_looked_after_later(self):
        output, errors = self.finish(self.start(self.on_slurm("--detach", sleeper=("seconds=7",), folds=4)))
        run = output.strip()
        self.assertEqual(run, "1")
        self.assertIn("bakeoff: run 1: 8 trials handed over", errors)
        store = ["--store", f"{self.folder}/store.sqlite"]
        look = [BAKEOFF, "runs", "watch", run, *store, "--format", "json", "--plugin-path", f"{self.folder}/plugins"]
        watch = self.start(look)
        time.sleep(2)
        second = self.start(look)
        _, errors = self.finish(second, status=69)
        self.assertIn("another command looks after this run", errors)
        watch.send_signal(signal.SIGINT)
        _, errors = self.finish(watch, status=130)
        self.assertIn("run 1 goes on", errors)
        output, errors = self.finish(self.start(look))
        self.assertIn("[8/8] ", errors, "what was known before is counted")
        self.assertEqual(self.failures(json.loads(output)), [])
        self.assertEqual(len(self.trace()), 4, "nothing was run twice")
        self.finish(self.start(self.command(sleeper=("seconds=7",), folds=4, store="local")))
        self.assertEqual(self.scores("store"), self.scores("local"))
        self.assert_clean()
        again, _ = self.finish(self.start(look))
        self.assertEqual(again, output)

    def test_a_run_that_was_left_is_cancelled(self):
        self.finish(self.start(self.on_slurm("--detach", "--jobs", "2", sleeper=("seconds=60",), folds=2)))
        until(lambda: len(self.trace()) == 2, "the trials to begin")
        store = ["--store", f"{self.folder}/store.sqlite"]
        _, errors = self.finish(self.start([BAKEOFF, "runs", "cancel", "latest", *store]))
        self.assertIn("run 1 is cancelled", errors)
        until(lambda: not self.tasks("RUNNING,PENDING"), "no task to be left", 10)
        output, _ = self.finish(self.start(
            [BAKEOFF, "runs", "watch", "1", *store, "--format", "json", "--plugin-path", f"{self.folder}/plugins"]), status=2)
        self.assertEqual({failure["kind"] for failure in self.failures(json.loads(output))}, {"cancelled"})
        self.assertEqual(len(self.trace()), 2)

    def test_an_interrupt_cancels_the_tasks(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start(self.on_slurm(sleeper=("seconds=60",), store=str(number)))
            before = len(self.trace())
            until(lambda: len(self.trace()) == before + 3, "the trials to begin", process=process)
            process.send_signal(number)
            self.finish(process, status=130)
            until(lambda: not self.tasks("RUNNING,PENDING"), "no task to be left", 10)
            until(lambda: not self.workers(), "no worker to be left", 5)
            self.assert_clean()

    # The other launcher.

    def test_any_command_will_do(self):
        submit = self.folder / "submit"
        submit.write_text("#!/bin/sh\nsetsid sh \"$1\" > /dev/null 2>&1 &\necho job $!\n")
        submit.chmod(0o755)
        words = ["--executor", "command", "--submit-command", str(submit), "--shared-dir", str(self.shared), "--task-time", "1s"]
        self.finish(self.start(self.command(*words, sleeper=("seconds=0.5",), models="sleeper,linear-svm")))
        self.finish(self.start(self.command(sleeper=("seconds=0.5",), models="sleeper,linear-svm", store="local")))
        self.assertEqual(self.scores("store"), self.scores("local"))
        self.assert_clean()
        process = self.start(self.command(*words, sleeper=("seconds=60",), store="other"))
        before = len(self.trace())
        until(lambda: len(self.trace()) > before, "a trial to begin", process=process)
        process.send_signal(signal.SIGINT)
        self.finish(process, status=130)
        until(lambda: not self.workers(), "no worker to be left", 10)

    @property
    def known_arrays(self):
        return {array for array, _ in self.known}


def remember(test):
    """What Slurm knew before a test began."""
    original = test.setUp
    def set_up_and_remember():
        original()
        test.known = {(a, p) for a, p, _, _ in test.tasks("all")}
    test.setUp = set_up_and_remember
    return test


def share(names, count=3):
    """Runs the tests on several clusters at the same time, and says how it went in all."""
    begin = time.monotonic()
    words = [sys.executable, os.path.abspath(__file__), BAKEOFF]
    parts = [subprocess.Popen(
        [*words, *names[part::count]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for part in range(count)]
    for part in parts: print(part.communicate()[0], end="")
    failed = sum(part.returncode != 0 for part in parts)
    print(f"{len(names)} tests on Slurm in {time.monotonic() - begin:.0f} s; {failed} of {count} clusters saw failures")
    sys.exit(failed > 0)


def main():
    global BAKEOFF
    if len(sys.argv) < 2: sys.exit("usage: test_slurm.py BAKEOFF [TEST...]")
    BAKEOFF = os.path.abspath(sys.argv[1])
    names = unittest.TestLoader().getTestCaseNames(SlurmTests)
    if len(sys.argv) == 2 and not missing(): share(names)
    problem = set_up()
    if problem:
        print(f"skipped: the tests on Slurm: {problem}")
        return
    try:
        suite = unittest.TestSuite(remember(SlurmTests(name)) for name in sys.argv[2:] or names)
        result = unittest.TextTestRunner(verbosity=2, failfast=False).run(suite)
    finally:
        cluster("stop")
        shutil.rmtree(CLUSTER, ignore_errors=True)
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
