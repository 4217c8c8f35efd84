"""Every case of a run."""

import random

from arff_files import arff_case
from array_files import idx_case, numpy_case
from libsvm_files import libsvm_case
from picture_files import picture_case
from text_files import csv_case

# The maker of each form, and the files it makes at once.
MAKERS = {
    "csv": (csv_case, 1), "arff": (arff_case, 1), "libsvm": (libsvm_case, 1), "numpy": (numpy_case, 1), "idx": (idx_case, 1),
    "pictures": (picture_case, 5),
}


def cases(folder, count, seed):
    """Cases of every form, `count` files each, that depend on nothing but the seed."""
    for form, (make, files) in MAKERS.items():
        (folder / form).mkdir()
        for place in range((count + files - 1) // files):
            yield make(random.Random(f"{seed} {form} {place}"), folder / form / f"{place:04d}")
