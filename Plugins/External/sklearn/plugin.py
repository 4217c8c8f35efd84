import importlib

import numpy as np
import sklearn.base
from bakeoff_plugin import run


class Estimator:
    """A scikit-learn classifier; classes that have no training row score lowest, or get probability 0."""

    libraries = ["sklearn"]

    def __init__(self, estimator, parameters):
        module, _, name = estimator.rpartition(".")
        try:
            made = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise ValueError(
                f"sklearn.estimator={estimator}: no such class ({error}); "
                "give its full name, as in sklearn.ensemble.RandomForestClassifier"
            ) from None
        self.estimator = made(**parameters)
        if not sklearn.base.is_classifier(self.estimator):
            raise ValueError(f"sklearn.estimator={estimator} is not a classifier; choose one that is")

    def fit(self, features, labels, context):
        known = self.estimator.get_params()
        # What the user gave in `parameters` stands; the rest follows the experiment.
        if "random_state" in known and known["random_state"] is None:
            self.estimator.set_params(random_state=context.seed % 2**32)
        if context.threads > 1 and "n_jobs" in known and known["n_jobs"] is None:
            self.estimator.set_params(n_jobs=context.threads)
        self.estimator.fit(features, labels)
        self.class_count = context.class_count
        self.probabilities = hasattr(self.estimator, "predict_proba")

    def predict(self, features):
        classes = self.estimator.classes_
        if self.probabilities:
            scores, absent = self.estimator.predict_proba(features), 0.0
        elif hasattr(self.estimator, "decision_function"):
            scores, absent = self.estimator.decision_function(features), np.finfo(np.float32).min
            # One column stands for the second of two classes.
            scores = np.column_stack([-scores, scores]) if scores.ndim == 1 else scores
        else:
            scores, absent = self.estimator.predict(features)[:, None] == classes[None, :], -1.0
        result = np.full((len(features), self.class_count), absent, dtype=np.float32)
        result[:, classes] = scores
        return result


run(Estimator)
