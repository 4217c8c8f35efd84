"""How hard the synthetic digits are, and how well models trained on them alone read MNIST.

  BAKEOFF_DIGITS_DUMP=/tmp swift test -c release --filter theDefaultRowsCanBeMeasuredElsewhere
  BAKEOFF_DATA_DIR=... python3 measure_digits.py /tmp      (needs numpy, scikit-learn and torch)
"""
import gzip
import os
import sys
import warnings

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestCentroid
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
torch.manual_seed(0)
torch.set_num_threads(1)


def idx(name, header):
    path = os.path.join(os.environ["BAKEOFF_DATA_DIR"], "mnist", name + ".gz")
    return np.frombuffer(gzip.open(path).read()[header:], np.uint8)


def scaled(pixels):
    return (pixels.reshape(-1, 784) / 255).astype(np.float32)


pixels = scaled(np.fromfile(sys.argv[1] + "/pictures.bin", np.uint8))
labels = np.fromfile(sys.argv[1] + "/labels.bin", np.uint8).astype(np.int64)
train, test = slice(0, 10_000), slice(10_000, None)
mnist, truth = scaled(idx("t10k-images-idx3-ubyte", 16)), idx("t10k-labels-idx1-ubyte", 8)


def show(name, predict):
    own, other = (predict(pixels[test]) == labels[test]).mean(), (predict(mnist) == truth).mean()
    print(f"{name:32} synthetic test {own:.4f}   MNIST test {other:.4f}", flush=True)


majority = np.bincount(labels[train]).argmax()
show("majority class", lambda x: np.full(len(x), majority))
for name, model in [
    ("nearest centroid", NearestCentroid()),
    ("logistic regression, C=0.01", LogisticRegression(C=0.01, max_iter=100)),
    ("logistic regression, C=1", LogisticRegression(max_iter=100)),
    ("MLP 128, 15 epochs", MLPClassifier((128,), max_iter=15, random_state=0)),
]:
    show(name, model.fit(pixels[train], labels[train]).predict)

nn = torch.nn
net = nn.Sequential(
    nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3), nn.ReLU(),
    nn.MaxPool2d(2), nn.Flatten(), nn.Linear(800, 10))
optimiser = torch.optim.Adam(net.parameters(), 2e-3)
x, y = torch.tensor(pixels[train]), torch.tensor(labels[train])
for epoch in range(6):
    for batch in torch.randperm(len(x)).split(100):
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
        optimiser.step()
with torch.no_grad():
    show("CNN 16-32 channels, 6 epochs", lambda pixels: net(torch.tensor(pixels)).argmax(1).numpy())
