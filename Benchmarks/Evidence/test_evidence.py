import pathlib
import tempfile
import unittest

import evidence


def found(first, second, behind):
    def row(name, mean, evidence):
        return {"model": name, "metrics": {"accuracy": {"mean": mean}}, "evidence": evidence}

    told = {"rows": {"behind": behind}, "recipe": {"behind": not behind}}
    rows = [row("a", first, {} if first >= second else told), row("b", second, told if first >= second else {})]
    return {"rows": sorted(rows, key=lambda row: -row["metrics"]["accuracy"]["mean"]) + [row("floor", 0.1, told)]}


class EvidenceTest(unittest.TestCase):
    def test_the_verdict_is_that_of_the_one_behind(self):
        self.assertEqual(
            evidence.verdicts(found(0.9, 0.8, True), ["a=mlp", "b=mlp"])["rows"], True)
        other = evidence.verdicts(found(0.7, 0.8, False), ["a=mlp", "b=mlp"])
        self.assertEqual((other["rows"], other["recipes"]), (False, True))
        self.assertAlmostEqual(other["difference"], -0.1)

    def test_the_interval_of_a_share(self):
        low, high = evidence.wilson(10, 200)
        self.assertAlmostEqual(low, 0.0274, 4)
        self.assertAlmostEqual(high, 0.0896, 4)
        self.assertEqual(evidence.wilson(0, 10)[0], 0)

    def test_folds_are_dealt_anew_in_the_same_sizes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "folds.csv"
            path.write_text("row,fold,data\n" + "".join(f"{row},{row % 5},\n" for row in range(50)))
            lines = evidence.dealt_anew(path, 1).splitlines()
        folds = [line.split(",")[1] for line in lines[1:]]
        self.assertEqual(sorted(folds), sorted(str(row % 5) for row in range(50)))
        self.assertNotEqual(folds, [str(row % 5) for row in range(50)])

    def test_a_goal_that_is_missed_is_said(self):
        one = {"rows": True, "recipes": False, "difference": 0.01}
        other = {"rows": False, "recipes": False, "difference": 0.02}
        text = evidence.page({"same": [one, other]}, {"apart": ([one, other], [one, one])})
        self.assertIn("| same | 1 of 2, 50.0 %", text)
        self.assertIn("| missed |", text)
        self.assertIn("## Something to find: apart", text)


if __name__ == "__main__":
    unittest.main()
