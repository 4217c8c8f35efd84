"""Writes npy.json: files as NumPy writes them (base64), and the values they hold. Run: python3 make_npy.py"""
import base64, io, json, pathlib
import numpy as np

values = np.array([[0, 1, 2], [250, 4, 5]])
signed = np.array([[0, -1, 2], [-120, 4, 5]])


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return base64.b64encode(file.getvalue()).decode()


def npz(compressed, **arrays):
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **arrays)
    return base64.b64encode(file.getvalue()).decode()


numbers = {}
for kind in "u1 u2 u4 u8 >u2 >u8 i2 >i4 i8 f4 >f4 f8 >f8".split():
    array = values.astype(kind)
    numbers[kind] = npy(array)
    numbers[kind + " Fortran order"] = npy(np.asfortranarray(array))
numbers["u1 version 2"] = npy(values.astype("u1"), (2, 0))
numbers["u1 version 3"] = npy(values.astype("u1"), (3, 0))
cube = np.arange(24).reshape(2, 3, 4)
words = np.array(["ant", "", "bumble bee", "größe"])
x = np.arange(30, dtype="u1").reshape(5, 3, 2)
floats = np.linspace(-1, 1, 20).reshape(5, 4)
labels = np.array([2, 0, 1, 1, 2])
archives = {
    "scikit-learn": npz(False, X=floats, y=labels),
    "scikit-learn text": npz(True, X=floats.astype("f4"), y=np.array(["cat", "ant", "bee", "bee", "cat"])),
    "Keras": npz(True, x_train=x, y_train=labels.astype("u1"), x_test=x[:2] + 100, y_test=np.array([1, 0], "u1")),
    "column labels": npz(False, X=floats, y=labels.reshape(5, 1)),
    "float labels": npz(False, X=floats, y=labels.astype("f8")),
    "colour": npz(False, X=np.arange(5 * 12, dtype="u1").reshape(5, 2, 2, 3), y=labels),
    "no y": npz(False, X=floats),
    "short y": npz(False, X=floats, y=labels[:4]),
    "fractions": npz(False, X=floats, y=labels + 0.5),
    "text features": npz(False, X=words.reshape(4, 1), y=labels[:4]),
    "not finite": npz(False, X=np.where(floats > 0.9, np.nan, floats), y=labels),
    "objects": npz(False, X=floats, y=np.array([1, "a", None, 2, 3], dtype=object)),
    "flat": npz(False, X=floats[:, 0], y=labels),
    "other test shape": npz(False, x_train=x, y_train=labels, x_test=x[:, :2], y_test=labels),
    "no rows": npz(False, X=floats[:0], y=labels[:0]),
}
result = {
    "numbers": numbers,
    "signed": {kind: npy(signed.astype(kind)) for kind in "i1 i2 >i2 i4 i8 f4 f8".split()},
    "cube": npy(np.asfortranarray(cube)),
    "bool": npy(np.array([True, False, True])),
    "words": npy(words),
    "words big-endian": npy(words.astype(">U10")),
    "single": npy(np.array(7)),
    "records": npy(np.zeros(2, dtype=[("a", "f4"), ("b", "i4")])),
    "half": npy(np.zeros(2, dtype="f2")),
    "npz": archives,
}
path = pathlib.Path(__file__).with_name("npy.json")
path.write_text(json.dumps(result, indent=1) + "\n")
