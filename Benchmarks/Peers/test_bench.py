"""What the scripts compute themselves, without running anything: python3 -m unittest discover -s Benchmarks/Peers"""

import os
import unittest

import commands
import comparisons
import isolation
import machine
import micro
import report
import work


class Work(unittest.TestCase):
    def test_dense_layers_count_two_operations_a_weight_and_pass(self):
        layers = work.mlp_layers([256, 128])
        self.assertEqual([layer.forward for layer in layers], [2 * 784 * 256, 2 * 256 * 128, 2 * 128 * 10])
        # The first layer's input has no gradient.
        self.assertEqual(work.plain_operations(layers), 2 * (2 * 784 * 256) + 3 * (2 * 256 * 128 + 2 * 128 * 10))
        self.assertEqual(work.computed_operations(layers), work.plain_operations(layers))

    def test_convolutions_count_windows(self):
        first, second, dense = work.cnn_layers([16, 32], [3])
        self.assertEqual(first.forward, 2 * 9 * 16 * 26**2)
        self.assertEqual(second.forward, 2 * 9 * 16 * 32 * 11**2)
        self.assertEqual(second.covered, 2 * 9 * 16 * 32 * 10**2)  # Pooling drops the eleventh row and column.
        self.assertEqual(dense.forward, 2 * 5 * 5 * 32 * 10)
        first, second, dense, last = work.cnn_layers([16, 32], [5, 3], [128])
        self.assertEqual((first.forward, dense.forward), (2 * 25 * 16 * 24**2, 2 * 5 * 5 * 32 * 128))
        self.assertEqual(last.forward, 2 * 128 * 10)
        layers = [first, second, dense, last]
        self.assertLess(work.computed_operations(layers), work.plain_operations(layers))


class Isolation(unittest.TestCase):
    def test_separates_the_cost_of_a_trial_from_that_of_a_comparison(self):
        def seconds(trials, each, once):
            return 1 + 0.5 * trials + once + each * trials

        cost = isolation.overhead({
            (name, trials): seconds(trials, each, once)
            for name, each, once in [("process", 0.03, 0.4), ("none", 0, 0)]
            for trials in (isolation.FEW, isolation.MANY)})
        self.assertAlmostEqual(cost.per_trial, 0.03)
        self.assertAlmostEqual(cost.once, 0.4)


def side(model, seconds, accuracy, **result):
    made = comparisons.Side(model)
    for second in seconds:
        made.add(second, {"accuracy": accuracy, "jobs": 2, "threads": 1, **result})
    return made


class Report(unittest.TestCase):
    def test_verdict_needs_speed_and_accuracy(self):
        self.assertEqual(report.speed_verdict(8.1, 8, 0.92, 0.92), "met")
        self.assertEqual(report.speed_verdict(8.1, 8, 0.9196, 0.92), "met")
        self.assertIn("speed", report.speed_verdict(7.9, 8, 0.93, 0.92))
        self.assertIn("accuracy", report.speed_verdict(8.1, 8, 0.918, 0.92))
        self.assertIn("missed", report.speed_verdict(1, 8, 0.9, 0.92))

    def test_ratio_is_of_medians(self):
        comparison = comparisons.COMPARISONS[0]
        [row] = report.comparison_rows(
            side("logistic-regression", [4, 5, 9], 0.92), {comparison: side("logistic-regression", [40, 60], 0.91)})
        self.assertEqual(row[2:7], ["5.0", "50.0", "10.0", "10", "met"])

    def test_a_peer_without_goal_has_no_verdict(self):
        [row] = report.comparison_rows(
            side("linear-svm", [5], 0.92), {comparisons.COMPARISONS[2]: side("linear-svm", [40], 0.95)})
        self.assertEqual(row[4:7], ["8.0", "-", "-"])

    def test_our_settings_reach_the_peer_that_is_like_ours(self):
        options = [comparison.peer_options({"alpha": 0.5, "epochs": 3}) for comparison in comparisons.COMPARISONS[1:3]]
        self.assertEqual(options, [[], ["--alpha", 0.5, "--epochs", 3]])

    def test_ours_alone_has_a_row(self):
        [row] = report.comparison_rows(side("mlp", [4], 0.98), {})
        self.assertEqual(len(row), len(report.COMPARISON_HEADER))

    def test_sums_the_fastest_peer_of_each_model(self):
        logistic, svm, like_svm, _, mlp, mlp_torch, _, cnn, *_ = comparisons.COMPARISONS
        sides = [
            (side("logistic-regression", [1], 1), {logistic: side("logistic-regression", [7], 1)}),
            (side("linear-svm", [1], 1),
             {svm: side("linear-svm", [60, 62], 1), like_svm: side("linear-svm", [40], 1)}),
            (side("mlp", [1], 1), {mlp: side("mlp", [50], 1), mlp_torch: side("mlp", [30], 1)}),
            (side("cnn", [1], 1), {cnn: side("cnn", [100], 1)})]
        self.assertEqual(report.fastest_peers(sides), 7 + 40 + 30 + 100)
        self.assertIsNone(report.fastest_peers(sides[:3]))
        self.assertIsNone(report.fastest_peers([*sides[:3], (side("cnn", [1], 1), {})]))

    def test_gaps_are_in_times_of_ours(self):
        page = report.gap_section(
            {"gaps": [1e-3, 1e-4], "solvers": {"bakeoff": [2.0, 4.0], "peer": [5.0, None]}})
        self.assertIn("| peer | 5.00 (2.5 times ours) | not reached |", page)
        self.assertIn("| bakeoff | 2.00 | 4.00 |", page)

    def test_an_optional_peer_that_fails_is_left_out(self):
        class Ours:
            def compare(self, model):
                return commands.Finished("", 1, 1), {
                    "dataset": {"rows": 10},
                    "rows": [{"metrics": {"accuracy": {"mean": 1}}, "settings": {}, "fit_seconds": {"mean": 1}}]}

        class Broken:
            def run(self, comparison, settings):
                raise commands.CommandFailed("no compiler")

        optional = comparisons.Comparison("cnn", "torch", "compiled", 6, optional=True)
        _, theirs = comparisons.in_turns(Ours(), Broken(), "cnn", [optional], 2, 90)
        self.assertEqual(theirs, {})
        needed = comparisons.Comparison("cnn", "torch", "plain", 6)
        with self.assertRaises(commands.CommandFailed):
            comparisons.in_turns(Ours(), Broken(), "cnn", [needed], 2, 90)

    def test_page_of_a_run_without_peers(self):
        mine = side(
            "mlp", [4], 0.98, settings={"hidden": [8], "epochs": 1}, rows=100, fit_seconds=1, peak_bytes=5_000_000)
        page = report.document(
            facts={"cores": "2"}, peaks=[machine.Peak("its own choice", 1, 80)], sides=[(mine, {})],
            whole=commands.Finished("", 130, 2_000_000_000), overhead=isolation.Overhead(0.01, 0.2),
            medians={"Adam": 5.0}, scale=comparisons.Scale(), cores=2)
        self.assertIn("| all models, whole command | 130.0 s | under 120 s | **missed** |", page)
        self.assertIn("| peak memory, all models | 2000 MB | under 1.5 GB | **missed** |", page)
        self.assertNotIn("trial of the machinery", page)

    def test_share_is_of_the_fastest_product(self):
        settings = {"hidden": [], "epochs": 2}
        mine = side("mlp", [1], 0.98, settings=settings, rows=1000, fit_seconds=1)
        peaks = [machine.Peak("slow", 1, 0.01), machine.Peak("fast", 2, 0.1)]
        plain, _ = report.share_rows("mlp", mine, peaks, cores=2, folds=5)
        # 2 x 2 x 7840 operations for 2 x 800 images in a second, two trials at a time.
        rate = 4 * 7840 * 1600 * 2 / 1e9
        self.assertEqual(plain[5], f"{rate / 0.1:.0%}")

    def test_products_get_a_rate(self):
        text = report.micro_section({"product 128x784x256 A B": 51_380.224, "Adam": 1500})
        self.assertIn("| product 128x784x256 A B | 51.4 µs | 1000 |", text)
        self.assertIn("| Adam | 1.5 µs |  |", text)

    def test_table_rows_are_as_wide_as_the_header(self):
        self.assertEqual(report.table(["a", "b"], [[1, 2]]), "| a | b |\n| --- | --- |\n| 1 | 2 |")


class Micro(unittest.TestCase):
    def test_reads_medians_in_nanoseconds(self):
        results = [{
            "benchmark": "package.benchmark.Micro.product_2x3x4_A_B",
            "secondaryMetrics": {"Time (wall clock)": {"scoreUnit": "\u03bcs", "scorePercentiles": {"50.0": 1.25}}}}]
        self.assertEqual(list(micro.read(results)), [("product 2x3x4 A B", 1250)])


class PeerOptions(unittest.TestCase):
    def test_penalty_is_the_inverse(self):
        self.assertEqual(comparisons.COMPARISONS[0].peer_options({"alpha": 1e-4}), ["--C", 1 / 4.8])

    def test_networks_share_layers_batches_and_epochs(self):
        settings = {
            "channels": [16, 32], "kernel": [5, 3], "hidden": [128], "shift": 1, "smoothing": 0.1, "batchSize": 64,
            "epochs": 8, "learningRate": 0.003}
        options = comparisons.COMPARISONS[-2].peer_options(settings)
        self.assertEqual(options[options.index("--kernel") + 1], "5,3")
        self.assertEqual(options[-2:], ["--channels-last", "--bfloat16"])
        self.assertEqual(options[options.index("--channels") + 1], "16,32")
        self.assertEqual(options[options.index("--batch") + 1], 64)
        self.assertEqual(options[options.index("--epochs") + 1], 8)


class Commands(unittest.TestCase):
    def test_family_includes_grandchildren_only_of_the_ancestor(self):
        self.assertEqual(commands.family(1, {2: 1, 3: 2, 4: 9, 5: 3}), {1, 2, 3, 5})

    def test_output_and_failure(self):
        finished = commands.run(["sh", "-c", "echo $WORD"], {"WORD": "here"})
        self.assertEqual(finished.output, "here\n")
        self.assertGreater(finished.peak_bytes, 0)
        with self.assertRaisesRegex(commands.CommandFailed, "(?s)ended with 3.*why"):
            commands.run(["sh", "-c", "echo why >&2; exit 3"])

    @unittest.skipUnless(os.path.exists("/proc/self/smaps_rollup"), "needs Linux")
    def test_own_memory_is_seen(self):
        self.assertGreater(commands.proportional_bytes(os.getpid()), 1_000_000)


if __name__ == "__main__":
    unittest.main()
