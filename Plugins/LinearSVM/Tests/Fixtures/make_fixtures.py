"""Writes ../NumpyReference.swift: a few steps of averaged descent on the hinge loss, by the formulas, in double precision.

Run with numpy: python make_fixtures.py
"""

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


def array(values, per_line=8):
    text = [f"{value:.9g}" for value in np.ravel(values)]
    lines = [", ".join(text[i : i + per_line]) for i in range(0, len(text), per_line)]
    return "[\n    " + ",\n    ".join(lines) + ",\n  ]"


random = np.random.default_rng(7)
X = np.round(random.normal(size=(ROWS, FEATURES)), 3)
X[random.random(X.shape) < 0.3] = 0
LABELS = random.integers(0, CLASSES, ROWS)
HISTORY, LOSSES, AVERAGE = steps(X, LABELS)
TARGET = pathlib.Path(__file__).parent.parent / "NumpyReference.swift"
TARGET.write_text(f"""// Written by Fixtures/make_fixtures.py; do not edit.

/// {EPOCHS} epochs of averaged descent on the hinge loss, batch by batch in order, computed with numpy.
enum NumpyReference {{
  static let (featureCount, classCount) = ({FEATURES}, {CLASSES})
  static let (l2, peakRate, batchSize, epochs) = ({L2}, {PEAK}, {BATCH}, {EPOCHS})
  static let features: [Float] = {array(X)}
  static let labels = {[int(label) for label in LABELS]}
  /// The summed loss of each batch, before its step.
  static let losses: [Double] = {array(LOSSES)}
  /// Weights and, in the last row, intercepts after each step: steps x (features + 1) x classes.
  static let history: [Double] = {array(HISTORY)}
  /// The mean of the weights before the steps of all epochs but the first: (features + 1) x classes.
  static let average: [Double] = {array(AVERAGE)}
}}
""")
