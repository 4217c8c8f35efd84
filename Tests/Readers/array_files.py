"""Arrays of NumPy, and IDX files."""

import gzip
import struct

import numpy as np

from model import Case, Column, Table, pack


def numpy_case(rng, path):
    numbers = np.random.default_rng(rng.randint(0, 2**31))
    oddity = rng.choice([
        "table", "table", "big-endian", "Fortran order", "half", "missing", "pictures", "channels first", "shares", "hold-out",
        "infinite", "fractions"])
    rows, width, classes = rng.randint(6, 30), rng.randint(2, 12), rng.choice([2, 3])
    labels = np.arange(rows) % classes
    kind = rng.choice(["<f4", "<f8", "<i2", "<i4", "<i8", "|u1", "|i1", "|b1"])
    features = (numbers.normal(size=(rows, width)) * 20).astype(kind)
    pixels = None
    if oddity == "big-endian":
        features = features.astype(rng.choice([">f4", ">f8", ">i4"]))
    elif oddity == "Fortran order":
        features = np.asfortranarray(features)
    elif oddity == "half":
        features = features.astype("<f2")
    elif oddity in ("missing", "infinite"):
        features = features.astype("<f8")
        features[2, 1] = np.nan if oddity == "missing" else np.inf
    elif oddity in ("pictures", "channels first", "shares"):
        channels = rng.choice([1, 3])
        shape = (rows, channels, 5, 6) if oddity == "channels first" else (rows, 5, 6, channels)
        features = numbers.integers(0, 256, shape, dtype=np.uint8)
        pixels = features.transpose(0, 2, 3, 1) if oddity == "channels first" else features
        if oddity == "shares":
            features = (features / 255).astype(rng.choice(["f4", "f8"]))
        elif channels == 1 and rng.random() < 0.5 and oddity == "pictures":
            features = features[..., 0].astype(rng.choice(["u1", "i4", "f4"]))
    shown = rng.choice(["whole", "float", "text", "object", "column", "one-hot", "bytes of one"])
    names = np.array(["ant", "Bär", "cat"])[labels]
    target = {"whole": lambda: labels, "float": lambda: labels.astype(float), "text": lambda: names, "object": lambda: names.astype(object),
              "column": lambda: labels[:, None], "one-hot": lambda: np.eye(classes)[labels], "bytes of one": lambda: labels.astype(">i2")}[shown]()
    expected = [str(name) for name in (names if shown in ("text", "object") else labels)]
    if oddity == "fractions":
        target = labels + 0.5
    keys, training = rng.choice([("X", "y"), ("x", "y"), ("images", "labels"), ("data", "target"), ("features", "labels")]), rows
    arrays = dict(zip(keys, (features, target)))
    if oddity == "hold-out":
        training = rows - 3
        arrays = {"x_train": features[:-3], "y_train": target[:-3], "x_test": features[-3:], "y_test": target[-3:]}
    path = path.with_suffix(".npz")
    rng.choice([np.savez, np.savez_compressed])(path, **arrays)
    refusal = {"infinite": "expected finite numbers", "fractions": "bin them into a few classes"}.get(oddity)

    def table(features):
        if pixels is not None:
            features = features if oddity != "channels first" else features.transpose(0, 2, 3, 1)
            features = np.round(features * 255) if oddity == "shares" else features
            return Table(None, expected, training, features.astype(float).reshape(rows, -1))
        columns = [
            Column(str(place + 1), "number", [None if np.isnan(value) else value for value in column.astype(float)])
            for place, column in enumerate(features.T)]
        return Table(columns, expected, training)

    def reference():
        loaded = np.load(path, allow_pickle=True)
        found = [loaded[name] for name in arrays]
        return table(np.concatenate(found[::2]) if len(found) > 2 else found[0])

    return Case("numpy", path.name, f"npz:{path}", table(features), reference, {oddity, shown}, refusal)


def idx_case(rng, path):
    numbers = np.random.default_rng(rng.randint(0, 2**31))
    rows, height, width = rng.randint(4, 20), rng.randint(1, 7), rng.randint(2, 7)
    oddity, packed = rng.choice(["plain", "plain", "wide labels", "cut off", "too many labels"]), rng.choice(["", ".gz"])
    pixels = numbers.integers(0, 256, (rows, height, width), dtype=np.uint8)
    labels = np.arange(rows) % 3
    images = struct.pack(">HBBIII", 0, 8, 3, rows, height, width) + pixels.tobytes()
    if oddity == "wide labels":
        written = struct.pack(">HBBII", 0, 12, 2, rows, 2) + np.stack([labels, labels + 7], 1).astype(">i4").tobytes()
    else:
        count = rows + (oddity == "too many labels")
        written = struct.pack(">HBBI", 0, 8, 1, count) + (np.arange(count) % 3).astype(np.uint8).tobytes()
    images = images[:-1] if oddity == "cut off" else images
    path.with_suffix(".images" + packed).write_bytes(pack(images, packed))
    path.with_suffix(".labels" + packed).write_bytes(pack(written, packed))
    refusal = {"cut off": "expected", "too many labels": f"expected {rows} whole numbers"}.get(oddity)

    def reference():
        content = gzip.decompress(path.with_suffix(".images.gz").read_bytes()) if packed else path.with_suffix(".images").read_bytes()
        found = np.frombuffer(content, np.uint8, offset=16).reshape(rows, -1)
        return Table(None, [str(label) for label in labels], rows, found.astype(float))

    truth = Table(None, [str(label) for label in labels], rows, pixels.reshape(rows, -1).astype(float))
    dataset = f"idx:{path.with_suffix('.images' + packed)},labels={path.with_suffix('.labels' + packed)}"
    return Case("idx", path.name, dataset, truth, reference, {oddity}, refusal)
