import unittest

import chance


class TableTests(unittest.TestCase):
    def test_classes_have_their_odds(self):
        lines = chance.table(6000, 3, 20, 0, 1).splitlines()[1:]
        counts = {name: sum(line.endswith(name) for line in lines) for name in ("c0", "c1", "c2")}
        self.assertAlmostEqual(counts["c0"] / counts["c1"], 1, delta=0.1)
        self.assertAlmostEqual(counts["c0"] / counts["c2"], 20, delta=5)

    def test_only_a_shift_tells_the_class(self):
        for shift in (0, 2):
            rows = [line.split(",") for line in chance.table(4000, 2, 1, shift, 1).splitlines()[1:]]
            means = [
                sum(float(row[0]) for row in rows if row[4] == name) / sum(row[4] == name for row in rows)
                for name in ("c0", "c1")
            ]
            self.assertAlmostEqual(means[1] - means[0], shift, delta=0.15)

    def test_claims_are_those_below_five_per_cent(self):
        rows = [("a", "entrant", 0.01), ("b", "entrant", 0.2), ("c", "control", 0.01), ("d", "entrant", None)]
        found = {"rows": [
            {"model": model, "role": role, "evidence": {} if p is None else {"chance": {"p": p}}} for model, role, p in rows
        ]}
        self.assertEqual(chance.claims(found), ["a"])
        self.assertEqual(chance.claims(found, "control"), ["c"])


if __name__ == "__main__":
    unittest.main()
