import numpy as np
from bakeoff_plugin import run


class NearestCentroid:
    def __init__(self, shrinkage):
        self.shrinkage = shrinkage

    def fit(self, features, labels, context):
        classes = range(context.class_count)
        overall = features.mean(axis=0)
        means = [features[labels == c].mean(axis=0) if (labels == c).any() else overall for c in classes]
        self.means = (1 - self.shrinkage) * np.stack(means) + self.shrinkage * overall
        self.seen = np.isin(classes, labels)
        self.parameter_count = self.means.size

    def predict(self, features):
        # The nearest mean has the highest score: |x - m|^2 = |x|^2 - 2 (x . m - |m|^2 / 2). einsum, unlike a product
        # of matrices, gives a row the same score in any company.
        scores = np.einsum("rv,cv->rc", features, self.means) - 0.5 * (self.means**2).sum(axis=1)
        return np.where(self.seen, scores, np.finfo(np.float32).min)


run(NearestCentroid)
