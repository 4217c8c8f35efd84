"""Writes the seed corpus: small sound files, and some that failed once. python3 seeds.py BAKEOFF

Needs numpy and Pillow; the files are committed, so that nobody else needs them.
"""

import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

CORPUS = pathlib.Path(__file__).parent / "Corpus"
IRIS = "a,b,kind\n5.1,3.5,setosa\n7.0,3.2,versicolor\n4.9,,setosa\n6.4,\"3,2\",versicolor\n"


def write(target, name, content):
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def saved(save, *arguments, **named):
    buffer = io.BytesIO()
    save(buffer, *arguments, **named)
    return buffer.getvalue()


def picture(mode, form, **options):
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8)
    return saved(lambda buffer: Image.fromarray(pixels).convert(mode).save(buffer, form, **options))


def main():
    bakeoff = os.path.abspath(sys.argv[1])
    images = bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2]) + bytes(range(12))
    write("idx", "images", images)
    write("idx", "images.gz", gzip.compress(images, mtime=0))
    write("gzip", "iris.csv.gz", gzip.compress(IRIS.encode(), mtime=0))
    write("gzip", "two-members.gz", gzip.compress(b"a,b\n1,x\n", mtime=0) + gzip.compress(b"2,y\n", mtime=0))
    for name, array in {"bytes": np.eye(3, dtype="u1"), "floats": np.eye(2, dtype="f4"), "fortran": np.asfortranarray(np.ones((2, 3))),
                        "text": np.array(["a", "bc"]), "half": np.ones((2, 2), "f2"), "objects": np.array(["a", None, 3], object)}.items():
        write("npy", name, saved(np.save, array))
    x, y = np.arange(24, dtype="f4").reshape(6, 4), np.array([0, 1, 0, 1, 0, 1])
    write("npz", "stored", saved(np.savez, X=x, y=y))
    write("npz", "packed", saved(np.savez_compressed, X=x, y=y))
    write("npz", "objects", saved(np.savez, X=x, y=np.array(list("ababab"), object)))
    write("csv", "iris", IRIS)
    write("csv", "semicolons", IRIS.replace("\"3,2\"", "3.2").replace(",", ";"))
    write("csv", "blanks", " a   b  kind\n 1,5  2 x\n# it's \"new\n\t3,5\t 4 y \n")
    write("csv", "sep-line", "\ufeffsep=;\r\na;b;kind;\r\n1;2;x;\r\n3;4;y;\r\n")
    write("csv", "preamble", "Instrument ABC,,\n% by hand\n\na,b,kind\n1,2,x\n3,4,y\na,b,kind\n")
    write("csv", "row-names", "##version=4\n#a\tb\tkind\nr1\t1\t2\tx\nr2\t3\t4\ty\n")
    write("csv", "latin-1", "a,b,kind\n1,2,x\n3,K\u00f6ln,y\n".encode("latin-1"))
    write("csv", "times", "t,x,y\n2024-01-01,1,a\n2024-01-02,2,b\n")
    write("arff", "iris", "@relation r\n@attribute a numeric\n@attribute 'b c' {x,y}\n@attribute k {p,q}\n@data\n1,x,p\n?,y,q\n{0 2,2 q}\n")
    write("arff", "odd", "\ufeff@relation r\n@attribute a real [0,1] % m\n@attribute b relational\n@attribute u numeric\n@end b\n"
          "@attribute c unknown\n@attribute k {NA,'q}'} %{p}\n@data\n1 \"2\\n3\"\tz NA % end\n{0 2,3 'q}'}\n")
    write("libsvm", "large", "1.0 1:1700000001 2:1e308\n1 0:3\n")
    write("libsvm", "plain", "1 1:0.5 3:2\n-1 2:1 # end\n1 qid:3 1:7\n")
    write("png", "grey", picture("L", "PNG"))
    write("png", "colour", picture("RGB", "PNG"))
    write("png", "palette", picture("P", "PNG"))
    write("png", "alpha", picture("LA", "PNG"))
    write("png", "text-chunk-2GB", bytes.fromhex("89504e470d0a1a0a0000000d49484452000000040000000408000000008c9ac1a27fffffff74455874") + b"x" * 20)
    write("jpeg", "grey", picture("L", "JPEG"))
    write("jpeg", "progressive", picture("RGB", "JPEG", progressive=True))
    exif = Image.Exif()
    exif[0x0112] = 6
    write("jpeg", "turned", picture("L", "JPEG", exif=exif))
    write("jpeg", "inks", picture("CMYK", "JPEG"))
    write("png", "turned", picture("L", "PNG", exif=exif))
    write("jpeg", "large-header", bytes.fromhex("c200110853651108030122000211" "4e031101ffda000c030100021003" "7e008eff"))
    write("folds", "plain", "row,fold\n0,0\n1,1\n2,0\n3,1\n")
    write("folds", "repeats", "repeat,row,fold,data\n0,0,0,ab\n0,1,1,\n1,0,1,\n1,1,0,\n")
    write("yaml", "flags", "models: [cnn, mlp]\nfolds: 3\nset:\n  mlp:\n    hidden: [8, 4]\n    epochs: 2\nquiet: true\n")
    write("yaml", "anchors", "set:\n  mlp:\n    hidden: &h [1, 2]\n    epochs: *h\n")
    write("plugin", "whole", json.dumps({
        "id": "a-b", "title": "T", "version": "1", "summary": "s", "command": ["./x"], "check": ["true"], "needs": ["counts"],
        "probabilities": True, "environment": ["X"], "settings": [
            {"name": "r", "type": "number", "default": 0.5, "minimum": 0, "maximum": 1, "scale": "logarithmic", "explanation": "e", "tune": "0.1..1:log"},
            {"name": "u", "type": "list", "default": [8], "minimum": 1, "explanation": "e"},
            {"name": "h", "type": "text", "default": "a", "choices": ["a", "b"], "explanation": "e"}]}))
    write("worker", "events", "\n".join([
        '{"event":"progress","epoch":1,"epochs":3,"loss":0.5}',
        '{"event":"done","kind":"margins","fit_seconds":1,"predict_seconds":0.1,"parameters":3,"model_bytes":9,"latency_p50_seconds":0.1}',
        '{"event":"failed","message":"m","malformed":true}',
        '{"exitStatus":0,"cpuSeconds":1,"wallSeconds":1,"peakMemoryBytes":5,"intervention":"timeLimit"}', ""]))
    with tempfile.TemporaryDirectory() as folder:
        digits, iris = "synthetic-digits:rows=40,test-rows=5", "csv:Examples/iris.csv"
        for model, data in (("majority-class", digits), ("logistic-regression", iris), ("linear-svm", iris)):
            path = f"{folder}/{model}.json"
            subprocess.run([bakeoff, "predict", "--dataset", data, "--model", model, "--index", "0", "--save", path],
                           check=True, capture_output=True, cwd=CORPUS.parents[1])
            write("model", model, pathlib.Path(path).read_bytes())
        store = f"{folder}/store.sqlite"
        subprocess.run([bakeoff, "compare", "--dataset", digits, "--models", "majority-class", "--folds", "2", "--quiet", "--store", store],
                       check=True, capture_output=True, cwd=CORPUS.parents[1])
        write("store", "one-run", pathlib.Path(store).read_bytes())


if __name__ == "__main__":
    main()
