"""The arithmetic of the table benchmark."""

import pathlib
import tempfile
import unittest

import tables
from tables_data import TABLES, write_rings


class Arithmetic(unittest.TestCase):
    def test_the_standard_error_is_corrected_for_folds_that_share_rows(self):
        # Nadeau and Bengio: differences 1, 2, 3, 4, 5 have a deviation of 1.5811; sqrt(1/5 + 1/4) is 0.6708.
        self.assertAlmostEqual(tables.standard_error([1, 2, 3, 4, 5], [0] * 5), 1.0607, places=4)

    def test_behind_is_what_is_more_than_two_standard_errors_worse(self):
        self.assertEqual(tables.verdict(-0.021, 0.01), "**behind**")
        self.assertEqual(tables.verdict(-0.019, 0.01), "even")
        self.assertEqual(tables.verdict(0.03, 0.01), "ahead")
        self.assertEqual(tables.verdict(0.0, 0.0), "even")

    def test_a_page_counts_every_loss(self):
        line = ["t", "9", "none", "mlp", "0.9", "1.0", "-0.100", "0.010", "**behind**", "1", "1"]
        page = tables.page([line, line[:6] + ["+0.000", "0.010", "even", "1", "1"]], "v")
        self.assertIn("Behind by more than two standard errors: 1 of 2; below at all: 1.", page)


class Data(unittest.TestCase):
    def test_there_are_twelve_tables_with_names_of_their_own(self):
        self.assertEqual(len({spec.name for spec in TABLES}), 12)

    def test_the_rings_are_always_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rings.csv"
            write_rings(path)
            lines = path.read_text().splitlines()
        self.assertEqual(len(lines), 201)
        self.assertEqual(lines[0], "x,y,ring")
        self.assertEqual({line.rsplit(",", 1)[1] for line in lines[1:]}, {"inner", "outer"})


if __name__ == "__main__":
    unittest.main()
