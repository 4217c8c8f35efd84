import contextlib
import io
import unittest

import recompute


class RecomputeTest(unittest.TestCase):
    def test_a_number_that_differs_is_found(self):
        checks = recompute.Checks()
        with contextlib.redirect_stdout(io.StringIO()) as output:
            checks.number("same", 0.5, 0.5 + 1e-13, 1e-12)
            checks.number("other", 0.5, 0.5 + 1e-11, 1e-12)
            checks.number("missing", None, 0.5, 1e-12)
            checks.number("both missing", None, None, 1e-12)
        self.assertEqual((checks.count, checks.failed), (4, 2))
        self.assertIn("other: 0.5 here", output.getvalue())

    def test_holm_steps_down_and_stays_monotone(self):
        corrected = recompute.holm([0.04, 0.01, 0.03, 0.5])
        for ours, expected in zip(corrected, [0.09, 0.04, 0.09, 0.5]):
            self.assertAlmostEqual(ours, expected)

    def test_the_vector_of_the_conventions(self):
        try:
            import scipy  # noqa: F401
        except ImportError:
            self.skipTest("needs SciPy")
        a, b = [0.978, 0.975, 0.980, 0.977, 0.979], [0.974, 0.973, 0.975, 0.976, 0.974]
        _, _, t, p = recompute.corrected_t(a, b, 0.25)
        self.assertAlmostEqual(t, 2.790074, 6)
        self.assertAlmostEqual(p, 0.049308, 6)
        self.assertIsNone(recompute.corrected_t([2, 3, 4], [1, 2, 3], 0.5))


if __name__ == "__main__":
    unittest.main()
