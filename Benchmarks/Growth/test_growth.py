import unittest
import xml.etree.ElementTree

import growth


def run(rows, seconds, peak):
    models = {name: {"seconds": seconds, "peak": peak / 2, "accuracy": 0.9} for name in growth.MODELS}
    return {"rows": rows, "seconds": 9, "peak": peak, "models": models}


class GrowthTest(unittest.TestCase):
    def test_cost_is_by_training_row(self):
        self.assertAlmostEqual(growth.cost(run(60_000, 1, 1), "mlp"), 1 / 50_000)

    def test_growth_is_against_fewer_rows(self):
        runs = [run(60_000, 1, 1), run(110_000, 3, 1), run(210_000, 4, 1)]
        self.assertAlmostEqual(growth.growth(runs, "cnn"), 1.5)
        self.assertAlmostEqual(growth.growth([run(60_000, 3, 1), run(110_000, 2, 1), run(210_000, 6, 1)], "cnn"), 1.5)
        self.assertIn("missed: 1.3", "\n".join(growth.verdicts(runs)))
        self.assertIn("met: 1.3", "\n".join(growth.verdicts([run(60_000, 1, 1), run(110_000, 2.5, 1)])))

    def test_memory_is_the_largest_peak_in_bytes_of_the_data(self):
        large = run(1_000_000, 1, 1_568_000_000)
        self.assertAlmostEqual(growth.memory(large), 2)
        self.assertIn("missed: 1.5", "\n".join(growth.verdicts([large])))
        self.assertNotIn("memory", "\n".join(growth.verdicts([run(60_000, 1, 1e12)])))

    def test_the_plot_is_an_image_with_a_line_for_each_model(self):
        root = xml.etree.ElementTree.fromstring(growth.plot([run(60_000, 1, 1), run(600_000, 12, 1)]))
        self.assertEqual(sum(child.tag.endswith("polyline") for child in root), len(growth.MODELS))


if __name__ == "__main__":
    unittest.main()
