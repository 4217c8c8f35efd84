"""Holds what Bakeoff reads of files against what is in them, and against what pandas, SciPy, liac-arff, scikit-learn, NumPy
and Pillow read of them.

    python3 Tests/Readers/readers.py --listing .build/release/ReaderListing [--count 300] [--seed 1] [--keep FOLDER]

Writes so many files of every form with seeded oddities. Nothing may differ from what was written; what differs from another
library has to stand in differences.py with its reason. Ends with status 1 where that is not so.
"""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from datetime import datetime, timezone

try:
    import arff  # noqa: F401
    import numpy as np
    import pandas  # noqa: F401
    import PIL  # noqa: F401
    import scipy  # noqa: F401
    import sklearn  # noqa: F401
except ImportError as missing:
    print(f"readers: skipped, as {missing.name} is not installed (pip install pandas scipy scikit-learn liac-arff Pillow)")
    sys.exit(0)

from cases import cases
from differences import KNOWN
from model import Column, Table


def read(listing, found):
    """What Bakeoff reads of each case: a table, or the text of its error."""
    requests = "".join(json.dumps({"dataset": case.dataset}) + "\n" for case in found)
    output = subprocess.run([listing], input=requests, capture_output=True, text=True, check=True).stdout
    lines = output.splitlines()
    assert len(lines) == len(found), f"{len(lines)} answers to {len(found)} requests"
    return [table(json.loads(line)) for line in lines]


def table(reading):
    if "error" in reading:
        return reading["error"]
    columns = None
    if "columns" in reading:
        columns = []
        for column in reading["columns"]:
            names = column.get("categories")
            values = [value if value is None or names is None else names[int(value)] for value in column["values"]]
            columns.append(Column(column["name"], "number" if names is None else "text", values))
    pixels = np.array(reading["pixels"]).reshape(len(reading["labels"]), -1) if "pixels" in reading else None
    return Table(columns, reading["labels"], reading["trainingCount"], pixels)


def is_part(column, named):
    """Whether a column is the weekday or the hour of the dates of another one."""
    for suffix, part in (" (weekday)", "%A"), (" (hour)", "%H"):
        whole = named.get(column.name.removesuffix(suffix)) if column.name.endswith(suffix) else None
        if whole:
            times = [None if value is None else datetime.fromtimestamp(value, timezone.utc) for value in whole.values]
            written = [None if time is None else time.strftime(part) for time in times]
            return written == [None if value is None else value.zfill(2) for value in column.values]
    return False


def differing(ours, other, tolerance):
    """What differs between two tables: (what, the oddities of the column it is in) pairs."""
    found = []
    if len(ours.labels) != len(other.labels):
        return [("count", set())]
    if other.training is not None and ours.training != other.training:
        found.append(("hold-out", set()))
    if ours.labels != other.labels:
        found.append(("labels", set()))
    if ours.pixels is not None or other.pixels is not None:
        if ours.pixels is None or other.pixels is None or ours.pixels.shape != other.pixels.shape:
            return found + [("shape", set())]
        return found + ([("values", set())] if np.abs(ours.pixels - other.pixels).max() > tolerance else [])
    named = {column.name: column for column in ours.columns}
    known = {column.name for column in other.columns}
    if any(not is_part(mine, named) for name, mine in named.items() if name not in known):
        found.append(("names", set()))
    for column in other.columns:
        mine = named.get(column.name)
        what = "column" if mine is None else differing_column(mine, column, tolerance)
        if what:
            found.append((what, column.oddities))
    return found


def differing_column(ours, other, tolerance):
    if [value is None for value in ours.values] != [value is None for value in other.values]:
        return "missing"
    if ours.kind != other.kind:
        return "kind"
    pairs = [(one, two) for one, two in zip(ours.values, other.values) if one is not None]
    if ours.kind == "number":
        return "values" if any(abs(one - two) > tolerance * abs(two) for one, two in pairs) else None
    return "values" if any(one != two for one, two in pairs) else None


class Report:
    """Faults, and the known differences that showed."""

    def __init__(self):
        self.faults, self.known, self.checked = [], Counter(), Counter()

    def judge(self, case, ours):
        """Compares one reading with what was written, and with what another library reads."""
        self.checked[case.form] += 1
        isRead = not isinstance(ours, str)
        if case.refusal is not None:
            if isRead or case.refusal not in ours:
                return self.fault(case, f"expected an error with \"{case.refusal}\", found {'none' if isRead else ours}")
        elif not isRead:
            return self.fault(case, f"refused: {ours}")
        elif case.truth is not None:
            for what, oddities in differing(ours, case.truth, 0):
                self.fault(case, f"{what} not as written ({', '.join(sorted(oddities | case.oddities))})")
        try:
            other = case.reference()
        except Exception as failure:  # What a library refuses is its answer, whatever it throws.
            return self.difference(case, "refused elsewhere", set(), str(failure)) if isRead else None
        if not isRead:
            return self.difference(case, "refused here", set(), ours)
        columns = {column.name: column.oddities for column in case.truth.columns} if case.truth and case.truth.columns else {}
        for column in other.columns or []:
            column.oddities = columns.get(column.name, {"empty"})
        for what, oddities in differing(ours, other, case.tolerance):
            self.difference(case, what, oddities, "")

    def difference(self, case, what, oddities, detail):
        keys = [(case.form, oddity, what) for oddity in sorted(oddities | case.oddities)]
        known = [key for key in keys if key in KNOWN]
        self.known.update(known)
        if not known:
            self.fault(case, f"{what}, and not known to differ ({', '.join(sorted(oddities | case.oddities))}) {detail[:200]}")

    def fault(self, case, text):
        self.faults.append(f"{case.form}/{case.name}: {text}")


def spoilt(reading):
    """The same reading with one mistake each, which has to be found."""
    def changed(change):
        copied = copy.deepcopy(reading)
        change(copied)
        return copied

    def label(copied):
        copied.labels[0] = copied.labels[0] + "?"

    def row(copied):
        copied.labels.pop()

    mistakes = [label, row]
    if reading.pixels is not None:
        mistakes.append(lambda copied: copied.pixels.__setitem__((0, 0), (copied.pixels[0, 0] + 128) % 256))
    else:
        place = next(index for index, column in enumerate(reading.columns) if column.kind == "number")
        mistakes += [
            lambda copied: copied.columns[place].values.__setitem__(0, (copied.columns[place].values[0] or 0) + 1),
            lambda copied: copied.columns[place].values.__setitem__(1, None if copied.columns[place].values[1] is not None else 1.0),
            lambda copied: setattr(copied.columns[place], "name", "other"),
            lambda copied: setattr(copied.columns[place], "kind", "text"),
            lambda copied: copied.columns.pop(),
        ]
    return [changed(mistake) for mistake in mistakes]


def check_notices_mistakes(pairs):
    """A comparison that finds nothing proves nothing: each form's first readable case is spoilt in every way."""
    missed = 0
    for form in dict.fromkeys(case.form for case, _ in pairs):
        case, ours = next((case, ours) for case, ours in pairs if case.form == form and not isinstance(ours, str) and (
            ours.pixels is not None or any(column.kind == "number" for column in ours.columns)))
        other = case.truth or case.reference()
        for reading in spoilt(ours):
            missed += not differing(reading, other, case.tolerance)
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listing", required=True, help="the program that prints what is read")
    parser.add_argument("--count", type=int, default=300, help="files of each form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=50, help="faults to print")
    parser.add_argument("--keep", help="a folder for the files, which then stay")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        if options.keep:
            pathlib.Path(options.keep).mkdir(parents=True)
        found = list(cases(pathlib.Path(options.keep or folder), options.count, options.seed))
        readings = read(options.listing, found)
        report = Report()
        for case, ours in zip(found, readings):
            report.judge(case, ours)
        missed = check_notices_mistakes(list(zip(found, readings)))
    # Small runs need not show every difference.
    stale = [key for key in KNOWN if key not in report.known] if options.count >= 300 and options.seed == 1 else []
    for fault in report.faults[: options.show]:
        print(fault)
    for key in stale:
        print(f"{' / '.join(key)}: listed as a difference, and none was found")
    if missed:
        print(f"{missed} mistakes that were put there were not found")
    counts = ", ".join(f"{count} of {form}" for form, count in report.checked.items())
    print(f"readers: {counts}; {len(report.faults)} faults, {sum(report.known.values())} differences for {len(report.known)} known reasons")
    sys.exit(1 if report.faults or stale or missed else 0)


if __name__ == "__main__":
    main()
