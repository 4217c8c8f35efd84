"""What a case is: a file with oddities, what is in it, and how another library reads it."""

import bz2
import gzip
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Column:
    """A column: its values are numbers, texts, or None where one is missing."""

    name: str
    kind: str
    values: list
    oddities: set = field(default_factory=set)


@dataclass
class Table:
    """What is in a file. Pixels stand for columns where rows are pictures."""

    columns: list
    labels: list
    training: int = None
    pixels: np.ndarray = None


@dataclass
class Case:
    """A file: what is asked for, what is in it, and what another library makes of it."""

    form: str
    name: str
    dataset: str
    truth: Table
    reference: callable
    oddities: set
    refusal: str = None
    tolerance: float = 0


def pack(content, kind):
    return {"": lambda: content, ".gz": lambda: gzip.compress(content, mtime=0), ".bz2": lambda: bz2.compress(content)}[kind]()
