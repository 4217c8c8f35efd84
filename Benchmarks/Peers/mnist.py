"""The rows and folds every peer runs on: MNIST from a data directory, folds from a file `row,fold` or scikit-learn."""

import gzip
import os
import pathlib

import numpy as np


def read_idx(path):
    """The array of an IDX file, plain or gzip."""
    plain, packed = pathlib.Path(path), pathlib.Path(f"{path}.gz")
    data = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    dimensions = data[3]
    sizes = np.frombuffer(data, ">u4", dimensions, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(sizes)


def load(data_dir=None, limit=None):
    """Training images as float32 rows in 0...1, and their labels."""
    folder = pathlib.Path(data_dir or os.environ["BAKEOFF_DATA_DIR"]) / "mnist"
    images = read_idx(folder / "train-images-idx3-ubyte")[:limit]
    labels = read_idx(folder / "train-labels-idx1-ubyte")[:limit].astype(np.int64)
    return images.reshape(len(images), -1).astype(np.float32) / 255, labels


def folds(labels, folds_file=None, count=5, seed=0):
    """A list of (training rows, test rows); the file has a header and one line `row,fold` for each row."""
    if folds_file:
        table = np.loadtxt(folds_file, delimiter=",", skiprows=1, usecols=(0, 1), dtype=np.int64)
        fold_of = np.empty(len(labels), np.int64)
        fold_of[table[:, 0]] = table[:, 1]
        return [(np.flatnonzero(fold_of != k), np.flatnonzero(fold_of == k)) for k in range(fold_of.max() + 1)]
    from sklearn.model_selection import StratifiedKFold

    splitter = StratifiedKFold(count, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(labels)), labels))
