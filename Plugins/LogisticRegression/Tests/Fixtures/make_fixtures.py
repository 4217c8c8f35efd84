"""Writes references.json: small problems and the coefficients scikit-learn finds for them.

The badly scaled problem, where its solver stops early, is solved by Newton's method instead.

Run with scikit-learn 1.9.1: python make_fixtures.py
"""

import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression


def problem(rows, features, classes, l2, seed, scales=None, shift=0.0):
    random = np.random.default_rng(seed)
    centers = random.normal(size=(classes, features))
    labels = np.arange(rows) % classes
    x = centers[labels] + 1.5 * random.normal(size=(rows, features))
    x = np.round(x, 3)
    if scales is not None:
        x = x * np.array(scales) + shift
    x = x.astype(np.float32).astype(float)
    model = LogisticRegression(C=1 / l2, solver="lbfgs", tol=1e-12, max_iter=200_000)
    model.fit(x, labels)
    weights, intercepts = model.coef_.T, model.intercept_
    if scales is not None:
        weights, intercepts = newton(x, labels, l2)
    return {
        "features": numbers(x), "featureCount": features, "labels": labels.tolist(), "classCount": classes, "l2": l2,
        "weights": numbers(weights), "intercepts": numbers(intercepts),
        "probabilities": numbers(model.predict_proba(x)) if scales is None else None}


def newton(x, labels, l2):
    """The binomial optimum by Newton's method in double precision, for features lbfgs finds too badly scaled."""
    centre = x.mean(axis=0)
    design = np.hstack([x - centre, np.ones((len(x), 1))])
    penalty = np.diag([l2] * x.shape[1] + [0.0])
    parameters = np.zeros(design.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ parameters))
        gradient = design.T @ (p - labels) + penalty @ parameters
        hessian = (design.T * (p * (1 - p))) @ design + penalty
        parameters -= np.linalg.solve(hessian, gradient)
    weights = parameters[:-1]
    return weights[:, None], np.array([parameters[-1] - centre @ weights])


def numbers(values):
    return [float(f"{value:.9g}") for value in np.ravel(values)]


references = {
    "threeClasses": problem(rows=45, features=4, classes=3, l2=1.0, seed=1),
    "strongPenalty": problem(rows=40, features=5, classes=4, l2=20.0, seed=2),
    "twoClasses": problem(rows=40, features=3, classes=2, l2=0.5, seed=3),
    "badlyScaled": problem(
        rows=40, features=3, classes=2, l2=0.5, seed=4, scales=[1000.0, 1.0, 0.01], shift=np.array([2000.0, 0.0, 5.0])),
}
pathlib.Path(__file__).with_name("references.json").write_text(json.dumps(references))
