"""Writes metrics.json: random predictions and what scikit-learn 1.9 says of them.

Run: python make_metrics.py > metrics.json
"""
import json
import warnings

import numpy as np
import sklearn.metrics as m
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
random = np.random.default_rng(20)


def probabilities(rows, classes, levels=None):
    raw = random.random((rows, classes))
    if levels:  # few distinct values: many ties
        raw = np.ceil(raw * levels) / levels
        return (raw / 8).astype(np.float32)  # exact in binary, so that ties stay ties; rows do not sum to 1
    return (raw / raw.sum(1, keepdims=True)).astype(np.float32)


def averages(y, p, average, classes):
    keys = dict(average=average, zero_division=0)
    precision, recall, f1, _ = m.precision_recall_fscore_support(y, p, **keys)
    return {"precision": precision, "recall": recall, "f1": f1}


def auc(y, scores, kind):
    classes = scores.shape[1]
    if classes == 2:
        score = scores[:, 1] if kind == "probabilities" else scores[:, 1] - scores[:, 0]
        return m.roc_auc_score(y, score)
    # One column against the rest: roc_auc_score(multi_class="ovr") would refuse margins and rows that do not sum to 1.
    indicators = label_binarize(y, classes=range(classes))
    return np.mean([m.roc_auc_score(indicators[:, c], scores[:, c]) for c in range(classes)])


def case(name, y, scores, kind):
    classes = scores.shape[1]
    double = scores.astype(np.float64)
    p = scores.argmax(1)
    expected = {
        "accuracy": m.accuracy_score(y, p),
        "balanced-accuracy": m.balanced_accuracy_score(y, p),
        "mcc": m.matthews_corrcoef(y, p),
        "roc-auc": auc(y, double, kind),
        "log-loss": m.log_loss(y, double, labels=range(classes)) if kind == "probabilities" else None,
    }
    for average in ["macro", "micro", "weighted"] + (["binary"] if classes == 2 else []):
        for metric, value in averages(y, p, average, classes).items():
            expected[f"{metric}/{average}"] = value
    if classes > 2:
        for k in (1, 2, 3):
            expected[f"top-{k}-accuracy"] = m.top_k_accuracy_score(y, double, k=k, labels=range(classes))
    if kind == "probabilities" and classes > 2 and name == "random":
        assert np.isclose(expected["roc-auc"], m.roc_auc_score(y, double / double.sum(1, keepdims=True), multi_class="ovr"))
    clean = {k: None if v is None or np.isnan(v) else float(v) for k, v in expected.items()}
    return {"name": name, "kind": kind, "classCount": classes, "labels": y.tolist(),
            "scores": [float(f"{s:.9g}") for s in scores.ravel()], "expected": clean}


def labels(rows, classes):
    return random.integers(0, classes, rows)


absent = labels(40, 4)
unseen = labels(40, 4)
unseen_scores = probabilities(40, 6)
unseen_scores[:, 4:] *= np.float32(2**-8)  # classes 4 and 5 neither true nor predicted
constant = np.tile(np.float32([[0.5, 0.25, 0.25]]), (30, 1))
certain = np.eye(3, dtype=np.float32)[labels(30, 3)]

cases = [
    case("random", labels(60, 5), probabilities(60, 5), "probabilities"),
    case("a class absent from the truth", absent, probabilities(40, 5), "probabilities"),
    case("classes neither true nor predicted", unseen, unseen_scores, "probabilities"),
    case("ties", labels(80, 4), probabilities(80, 4, levels=3), "probabilities"),
    case("constant", labels(30, 3), constant, "probabilities"),
    case("certain and often wrong", labels(30, 3), certain, "probabilities"),
    case("two classes", labels(50, 2), probabilities(50, 2), "probabilities"),
    case("two classes, ties", labels(50, 2), probabilities(50, 2, levels=2), "probabilities"),
    case("margins", labels(60, 4), random.normal(size=(60, 4)).astype(np.float32), "margins"),
    case("margins, two classes", labels(60, 2), np.round(random.normal(size=(60, 2)) * 4).astype(np.float32), "margins"),
]
print("[" + ",\n".join(json.dumps(c) for c in cases) + "]")
