"""What is compared with what, the goals, and how each side is run."""

import json
import pathlib
import statistics
from dataclasses import dataclass, field

import commands

FOLDER = pathlib.Path(__file__).parent
# Of a fold of five of MNIST.
TRAINING_ROWS = 48_000


@dataclass(frozen=True)
class Comparison:
    """One of our models and its peer; `goal` is how many times faster ours has to be, None for no goal.

    A `like` peer is given all our settings it has a word for; else it stands for what its users get by default. `flags`
    are those of the peer's own. One that is `optional` is left out where it does not run.
    """

    model: str
    library: str
    peer: str
    goal: float | None
    like: bool = False
    flags: tuple = ()
    optional: bool = False

    def peer_options(self, settings):
        """Our settings in the peer's words, and its own flags."""
        return [*self.shared_options(settings), *self.flags]

    def shared_options(self, settings):
        """Our settings in the peer's words. What is not here, such as scikit-learn's step sizes, is its default."""
        if self.model == "logistic-regression":
            return ["--C", 1 / (settings["alpha"] * TRAINING_ROWS)]
        if self.model == "linear-svm":
            return ["--alpha", settings["alpha"], "--epochs", settings["epochs"]] if self.like else []
        shared = ["--batch", settings["batchSize"], "--epochs", settings["epochs"]]
        if self.library == "torch":
            shared += ["--learning-rate", settings["learningRate"], "--shift", settings["shift"]]
        shared += ["--hidden", listed(settings["hidden"])]
        if self.model == "mlp":
            return shared
        return [*shared, "--channels", listed(settings["channels"]), "--kernel", listed(settings["kernel"]),
                "--smoothing", settings["smoothing"]]


def listed(numbers):
    return ",".join(map(str, numbers))


COMPARISONS = [
    Comparison("logistic-regression", "sklearn", "scikit-learn LogisticRegression", 10),
    Comparison("linear-svm", "sklearn", 'scikit-learn SGDClassifier(loss="hinge")', 15),
    Comparison("linear-svm", "sklearn", "the same with our penalty, passes and averaging", None, like=True),
    Comparison("linear-svm", "sklearn", "LIBLINEAR (LinearSVC, hinge, dual, C=0.05)", 6,
               flags=("--liblinear", "--C", 0.05)),
    Comparison("mlp", "sklearn", "scikit-learn MLPClassifier", 2.5),
    Comparison("mlp", "torch", "PyTorch", 3),
    Comparison("mlp", "torch", "PyTorch, bfloat16", 3, flags=("--bfloat16",)),
    Comparison("cnn", "torch", "PyTorch", 6),
    Comparison("cnn", "torch", "PyTorch, channels last", 6, flags=("--channels-last",)),
    Comparison("cnn", "torch", "PyTorch, channels last, bfloat16", 6, flags=("--channels-last", "--bfloat16")),
    # Needs a C++ compiler of its own.
    Comparison("cnn", "torch", "PyTorch, channels last, torch.compile", 6, flags=("--channels-last", "--compile"),
               optional=True),
]


@dataclass
class Side:
    """The turns of one side of a comparison."""

    model: str
    seconds: list = field(default_factory=list)
    results: list = field(default_factory=list)
    failed: str = ""

    def add(self, seconds, result):
        self.seconds.append(seconds)
        self.results.append(result)

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def accuracy(self):
        return self.results[0]["accuracy"]


@dataclass(frozen=True)
class Scale:
    """How much is run: folds, and rows (None: all of them)."""

    folds: int = 5
    limit: int | None = None

    @property
    def flags(self):
        return ["--folds", self.folds] + (["--limit", self.limit] if self.limit else [])


class Ours:
    """Our command."""

    def __init__(self, program, scale, data_dir=None):
        self.program, self.scale = pathlib.Path(program).resolve(), scale
        self.data = ["--data-dir", data_dir] if data_dir else []

    def compare(self, models, *flags, folds=None):
        """Cross-validates; returns what running it took and the leaderboard."""
        scale = Scale(folds, self.scale.limit) if folds else self.scale
        finished = commands.run([
            self.program, "compare", "--models", models, "--dataset", "mnist", "--no-store", "--quiet",
            "--format", "json", *self.data, *scale.flags, *flags])
        return finished, json.loads(finished.output)


class Peers:
    """The scripts of the other side, each in the parallel setting that suits it best."""

    # A small run tells which setting is faster: all cores for one fold at a time, or a fold a core.
    PROBE = ["--parallel", "best", "--limit", 20_000, "--folds", 2]
    # A network's epoch is long enough to tell, and ten of them would take minutes.
    PROBE_EPOCHS = {"mlp": ["--epochs", 1], "cnn": ["--epochs", 1]}

    def __init__(self, python, scale, folds_file, data_dir):
        self.python, self.scale, self.folds_file, self.data_dir = python, scale, folds_file, data_dir
        self.parallel = {}

    def run(self, comparison, settings):
        """The script's result of the whole comparison; its seconds leave out imports and loading the data."""
        options = comparison.peer_options(settings)
        if comparison not in self.parallel:
            epochs = self.PROBE_EPOCHS.get(comparison.model, [])
            probe = self.call(comparison, [*options, *epochs, *self.PROBE])
            self.parallel[comparison] = ["--jobs", probe["jobs"], "--threads", probe["threads"]]
        # Limited, our rows are drawn by class share and the peer's are the first ones: a trial of the machinery only.
        rows = self.scale.flags if self.scale.limit else ["--folds-file", self.folds_file]
        return self.call(comparison, [*options, *self.parallel[comparison], *rows])

    def call(self, comparison, options):
        script = FOLDER / f"{comparison.library}_peers.py"
        data = ["--data-dir", self.data_dir] if self.data_dir else []
        finished = commands.run([self.python, script, "--model", comparison.model, *data, *options])
        return json.loads(finished.output)


def objective_gaps(program, python, data_dir):
    """Seconds of each solver of logistic regression until its objective is near the minimum, as objective.py tells."""
    script = FOLDER / "objective.py"
    return json.loads(commands.run([python, script, "--bakeoff", program, "--data-dir", data_dir]).output)


def in_turns(ours, peers, model, comparisons, turns, slow):
    """Ours, each peer, ours, each peer and so on; a peer that takes more than `slow` seconds has one turn.

    Returns our side, and each comparison with its peer's side.
    """
    mine, theirs = Side(model), {comparison: Side(model) for comparison in comparisons}
    for _ in range(turns):
        finished, board = ours.compare(model)
        row = board["rows"][0]
        mine.add(finished.seconds, {
            "accuracy": row["metrics"]["accuracy"]["mean"], "settings": row["settings"],
            "fit_seconds": row["fit_seconds"]["mean"], "peak_bytes": finished.peak_bytes,
            "rows": board["dataset"]["rows"]})
        for comparison, side in theirs.items():
            if side.failed or (side.seconds and side.seconds[0] > slow):
                continue
            try:
                result = peers.run(comparison, row["settings"])
                side.add(result["seconds"], result)
            except commands.CommandFailed as failure:
                if not comparison.optional:
                    raise
                side.failed = str(failure).splitlines()[-1]
    return mine, {comparison: side for comparison, side in theirs.items() if not side.failed}
