"""Sparse tables as LIBSVM and SVMlight write them."""

import numpy as np

from model import Case, Column, Table, pack


def libsvm_case(rng, path):
    from sklearn.datasets import load_svmlight_file

    rows, width, first = rng.randint(6, 40), rng.randint(2, 12), rng.choice([0, 1, 1])
    oddity = rng.choice(["plain"] * 5 + ["comments", "query", "signs", "spellings", "empty rows", "seconds", "huge", "not finite", "descending"])
    classes = rng.choice([["0", "1"], ["-1", "1"], ["1", "2", "3"], ["1.5", "2.5"]])
    if oddity in ("signs", "spellings"):
        classes = ["-1", "1"]
    values, lines, labels = np.zeros((rows, width)), [], []
    for row in range(rows):
        label = classes[row % len(classes)]
        labels.append(label)
        pairs = []
        for column in range(width):
            # The first and the last column are named once, so that the width is known.
            if rng.random() < 0.4 or (row == 0 and column in (0, width - 1)):
                value = rng.choice([rng.uniform(-5, 5), rng.randint(-9, 9), rng.uniform(-1, 1) * 1e-3])
                value = rng.randint(1_600_000_000, 1_800_000_000) if oddity == "seconds" and column == 1 else value
                text = rng.choice([repr(value), f"{value:.6e}"]) if oddity != "seconds" else repr(value)
                values[row, column] = float(text)
                pairs.append(f"{column + first}:{text}")
        if oddity == "empty rows" and row == 3:
            pairs, values[row] = [], 0
        if row == 4:
            wrong = {"huge": f"{width + first}:1e308", "not finite": f"{width + first}:inf", "descending": f"{first}:1 {first}:2"}.get(oddity)
            pairs = pairs if oddity != "descending" else []
            pairs += [wrong] if wrong else []
        shown = f"+{label}" if oddity == "signs" and label == "1" else f"{label}.0" if oddity == "spellings" and row % 5 == 0 else label
        query = f" qid:{row // 4 + 1}" if oddity == "query" else ""
        remark = " # a remark: 7:8" if oddity == "comments" and row % 3 else ""
        lines.append(shown + query + "".join(rng.choice([" ", "  ", "\t"]) + pair for pair in pairs) + remark)
    if oddity == "comments":
        lines.insert(2, "# nothing but a remark")
    end, packed = rng.choice(["\n", "\r\n"]), rng.choice(["", "", ".gz", ".bz2"])
    path = path.with_suffix(".svm" + packed)
    path.write_bytes(pack((end.join(lines) + end).encode(), packed))
    refusal = {"huge": "numbers up to 3.4e38", "not finite": "expected a finite number", "descending": "larger than the one before"}.get(oddity)
    isWide = bool((np.abs(values) > 2**24).any())
    if not isWide:
        values = values.astype(np.float32).astype(float)

    def table(values, labels):
        columns = [Column(str(place + first), "number", list(column)) for place, column in enumerate(values.T)]
        return Table(columns, [canonical(label) for label in labels], len(labels))

    def reference():
        features, target = load_svmlight_file(str(path), zero_based=first == 0)
        return table(features.toarray(), [repr(float(value)) for value in target])

    # A 32-bit number is within half a unit of its 24th bit.
    tolerance = 0 if isWide else 6e-8
    return Case("libsvm", path.name, f"libsvm:{path}", table(values, labels), reference, {oddity}, refusal, tolerance)


def canonical(label):
    number = float(label)
    return str(int(number)) if number == int(number) else repr(number)
