"""Writes reference.json: a few steps of averaged descent on the hinge loss, by the formulas, in double precision.

Run with numpy: python make_fixtures.py
"""

import json
import pathlib

import numpy as np

ROWS, FEATURES, CLASSES = 11, 4, 3
L2, PEAK, BATCH, EPOCHS = 0.05, 0.4, 4, 3


def steps(x, labels):
    """The weights after each step (features + 1 rows, the intercepts last), and the summed loss before it."""
    weights, intercepts = np.zeros((FEATURES, CLASSES)), np.zeros(CLASSES)
    sums, averaged, losses, number = np.zeros((FEATURES + 1, CLASSES)), 0, [], 0
    history = []
    targets = np.where(np.arange(CLASSES) == labels[:, None], 1.0, -1.0)
    for epoch in range(EPOCHS):
        for start in range(0, ROWS, BATCH):
            batch = slice(start, start + BATCH)
            eta = PEAK / (1 + PEAK * L2 * number) ** 0.75
            margins = targets[batch] * (x[batch] @ weights + intercepts)
            losses.append(np.maximum(0, 1 - margins).sum())
            subgradient = np.where(margins < 1, -targets[batch], 0) / len(margins)
            if epoch > 0:
                sums += np.vstack([weights, intercepts])
                averaged += 1
            weights = weights - eta * (L2 * weights + x[batch].T @ subgradient)
            intercepts = intercepts - eta * subgradient.sum(axis=0)
            history.append(np.vstack([weights, intercepts]))
            number += 1
    return history, losses, sums / averaged


def numbers(values):
    return [float(f"{value:.9g}") for value in np.ravel(values)]


random = np.random.default_rng(7)
X = np.round(random.normal(size=(ROWS, FEATURES)), 3)
X[random.random(X.shape) < 0.3] = 0
LABELS = random.integers(0, CLASSES, ROWS)
HISTORY, LOSSES, AVERAGE = steps(X, LABELS)
reference = {
    "featureCount": FEATURES, "classCount": CLASSES, "l2": L2, "peakRate": PEAK, "batchSize": BATCH, "epochs": EPOCHS,
    "features": numbers(X), "labels": LABELS.tolist(), "losses": numbers(LOSSES), "history": numbers(HISTORY),
    "average": numbers(AVERAGE),
}
pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(reference))
