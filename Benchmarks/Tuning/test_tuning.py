import math
import unittest

import tuning


def arm(*scores, fits=10, seconds=2.0, own=0.9, chosen=None):
    return [{"score": score, "fits": fits, "seconds": seconds, "own": own, "chosen": chosen or {"a": 1}} for score in scores]


class TuningTest(unittest.TestCase):
    def test_the_interval_is_students(self):
        mean, half = tuning.interval([1.0, 2.0, 3.0])
        self.assertAlmostEqual(mean, 2)
        self.assertAlmostEqual(half, 4.303 / math.sqrt(3), 6)
        self.assertTrue(math.isnan(tuning.interval([1.0])[1]))

    def test_goals_are_read_off_the_figures(self):
        found = {name: arm(0.95, 0.96, 0.97) for name in tuning.ARMS}
        found["full"] = arm(0.95, 0.961, 0.968, fits=60, chosen={"a": 2})
        options = type("Options", (), {"configurations": 6, "text": ""})
        text = tuning.page(found, ["| 0.80 to 0.90 | 1 of 200 |"], options)
        self.assertIn("not resolvable: met", text)
        self.assertIn("16.7 %, met", text)
        self.assertIn("chosen for 0 of 3 seeds", text)
        self.assertIn("| 0.80 to 0.90 |", text)
        found["full"] = arm(0.99, 0.991, 0.992, fits=20)
        text = tuning.page(found, [], options)
        self.assertIn("resolvable: missed", text)
        self.assertIn("50.0 %, missed", text)

    def test_rows_below_the_model_as_it_is_are_counted(self):
        found = {name: arm(0.89, 0.95) for name in tuning.ARMS}
        self.assertIn("| 1 of 2 |", tuning.page(found, [], type("Options", (), {"configurations": 6, "text": ""})))

    def test_simulations_are_read_off_the_output_of_the_test(self):
        line = "SIM 0.1 best stopped 1 of 200, 632 stopped, 6682 of 24000 fits, regret 0.0031287, of full 0.00196"
        self.assertEqual(
            tuning.simulations(f"noise\n{line}\n{line}\n"),
            ["| 0.80 to 0.90 | 1 of 200 | 632 of 2400 | 28 % | 0.0031 | 0.0020 |"])

    def test_a_peer_that_wins_is_named(self):
        found = {name: arm(0.95, 0.95, seconds=2.0) for name in tuning.ARMS}
        self.assertEqual(tuning.winners(found), ["- Nowhere in this table."])
        found[tuning.ARMS[2]] = arm(0.96, 0.96, seconds=1.0)
        self.assertEqual(len(tuning.winners(found)), 2)
        self.assertIn("more accurate than the race, by 0.0100", tuning.winners(found)[0])

    def test_sources_are_read_off_the_output_of_the_test(self):
        lines = tuning.sources("x\nSOURCES tpe 0.01 random 0.03 sobol 0.025\n")
        self.assertIn("0.0100 below the optimum, of evenly spread points 0.0250, of random ones 0.0300", "".join(lines))
        self.assertEqual(tuning.sources("nothing"), [])


if __name__ == "__main__":
    unittest.main()
