"""Answers bakeoff's requests for a model written in Python; needs numpy alone.

A plugin is a class and one call:

    from bakeoff_plugin import run

    class Mine:
        def __init__(self, strength=1.0):           # the settings of plugin.json, by name
            self.strength = strength

        def fit(self, features, labels, context):   # float32 or float64 (rows x values), int64 (rows)
            ...

        def predict(self, features):                # as in fit
            return scores                           # rows x context.class_count, higher is likelier

    run(Mine, probabilities=False)

Rows are float32, but for raw rows ("raw": true in plugin.json) with values that would lose digits so, such as seconds
since 1970: those are float64.

`probabilities` says whether each row of scores is in 0...1 and sums to 1; an attribute `probabilities` of the fitted
model overrules it, for models where that depends on their settings. An attribute `parameter_count`, where there is one,
is shown beside the costs. What a plugin raises costs its trial and is shown as one line; what it prints goes to the
trial's log. The protocol is that of Documentation/WorkerProtocol.md, version bakeoff.worker/1.
"""

import json
import os
import sys
import time
import traceback

import numpy as np

PROTOCOL = "bakeoff.worker/1"


class Context:
    """What `fit` is given besides the rows."""

    def __init__(self, request, send):
        #: The only source of randomness, 0 ... 2**64 - 1.
        self.seed = request["seed"]
        #: How many threads may be kept busy.
        self.threads = request["threads"]
        #: The number of classes of the task; some may have no row.
        self.class_count = request["class_count"]
        shape = request["features"]["shape"]
        #: (height, width, channels) of one row, stored in that order; (1, n, 1) for a plain vector.
        self.shape = (shape["height"], shape["width"], shape["channels"])
        #: What the columns of raw rows are (`"raw": true` in plugin.json); None for rows that are prepared.
        self.table = request["features"].get("table")
        self._send = send

    def report(self, epoch, epochs, loss):
        """Tells the user how far training has come: epochs done from 1, how many there will be, mean loss per row."""
        if np.isfinite(loss):
            self._send(event="progress", epoch=int(epoch), epochs=int(epochs), loss=float(loss))


def run(plugin, probabilities=False):
    """Answers the request on standard input with `plugin(**settings)`, or what `--check` asks: whether it can run."""
    if "--check" in sys.argv[1:]:
        # Everything the plugin imports has been imported by now.
        print(_versions(plugin))
        return
    send = _events()
    try:
        request = json.load(sys.stdin)
        if request["protocol"] != PROTOCOL:
            raise ValueError(f"the request speaks {request['protocol']}, this plugin {PROTOCOL}")
        _answer(plugin, probabilities, request, send)
    except Exception as error:
        traceback.print_exc()
        send(event="failed", message=_one_line(error))
    except SystemExit:
        # Whoever leaves without a word is to be found in the log.
        traceback.print_exc()
        raise


def _answer(plugin, probabilities, request, send):
    context = Context(request, send)
    values = np.load(request["features"]["path"], mmap_mode="r")
    labels = np.array(request["training_labels"], dtype=np.int64)
    # Importing what a setting names is no part of fitting; turning bytes into floats is, as for every other model.
    model = plugin(**request["settings"])
    start = time.perf_counter()
    model.fit(_floats(values, request["training_rows"]), labels, context)
    fitted = time.perf_counter()
    test = _floats(values, request["test_rows"])
    scores = np.asarray(model.predict(test), dtype=np.float32)
    end = time.perf_counter()
    np.save(request["predictions"], np.ascontiguousarray(scores))
    gives = getattr(model, "probabilities", probabilities)
    answer = {
        "kind": "probabilities" if gives else "margins",
        "fit_seconds": fitted - start,
        "predict_seconds": end - fitted,
        **_latencies(model, test),
    }
    parameters = getattr(model, "parameter_count", None)
    if parameters is not None:
        answer["parameters"] = int(parameters)
    send(event="done", **answer)


def _floats(values, rows):
    """The given rows (rows x values) as they are stored, float32 or float64; bytes become 0 ... 1 as float32."""
    chosen = np.asarray(values[np.array(rows, dtype=np.int64)]).reshape(len(rows), int(np.prod(values.shape[1:])))
    return chosen.astype(np.float32) / np.float32(255) if chosen.dtype == np.uint8 else chosen


def _latencies(model, test, budget=0.1):
    """Percentiles of the seconds of predicting one row by itself: a hundred rows, or what fits into `budget` seconds."""
    seconds = []
    begin = time.perf_counter()
    for row in range(0, len(test), max(1, len(test) // 100)):
        if time.perf_counter() - begin > budget:
            break
        start = time.perf_counter()
        try:
            model.predict(test[row : row + 1])
        except Exception:  # A model may need several rows; then this is not known.
            return {}
        seconds.append(time.perf_counter() - start)
    ordered = sorted(seconds[1:])
    names = {"latency_p50_seconds": 50, "latency_p95_seconds": 95}
    return {
        name: ordered[(len(ordered) * percent + 99) // 100 - 1]
        for name, percent in names.items()
        if len(ordered) * (100 - percent) >= 100
    }


def _events():
    """A function that writes an event; from now on whatever else is printed goes to standard error."""
    way_out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.set_inheritable(way_out.fileno(), False)
    os.dup2(2, 1)
    # What was printed before a crash is not to be lost with it.
    sys.stdout.reconfigure(line_buffering=True)

    def send(**event):
        way_out.write(json.dumps(event) + "\n")
        way_out.flush()

    return send


def _versions(plugin):
    """The libraries the plugin runs on, for the version of its results."""
    names = ["numpy", *getattr(plugin, "libraries", [])]
    return ", ".join(f"{name} {sys.modules[name].__version__}" for name in names)


def _one_line(error):
    text = " ".join(str(error).split())[:2000]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
