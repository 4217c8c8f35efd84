"""Drives the report in headless Chromium: python3 Tests/Page/test_page.py BAKEOFF

Without a browser the tests are skipped, with a message.
"""

import csv
import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import browser

WIDTHS = (360, 768, 1440)
BAKEOFF = None

# The text that is shown and its contrast, by WCAG 2.2's relative luminance.
CONTRAST = """(() => {
  const parse = color => { const [r, g, b, a] = color.match(/[\\d.]+/g).map(Number); return { r, g, b, a: a ?? 1 }; };
  const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1 });
  const light = c => [c.r, c.g, c.b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = node => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.getClientRects().length || node.closest("script,style,title")) continue;
    const look = getComputedStyle(node), below = ground(node);
    const ink = over(parse(node.closest("svg") ? look.fill : look.color), below);
    const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 30)}`);
  }
  return low;
})()"""

# What has no name that is read out.
NAMELESS = """[...document.querySelectorAll("a, button, select, input, summary, img, svg[role=img], [role=group], section")]
  .filter(node => !(node.getAttribute("aria-label") || node.getAttribute("alt") || node.getAttribute("aria-labelledby")
    || node.closest("label")?.textContent.trim() || (!["IMG", "SECTION"].includes(node.tagName) && node.textContent.trim())))
  .map(node => node.outerHTML.slice(0, 120))"""


@unittest.skipUnless(browser.find(), "no Chromium here: the report was not opened (Debian: apt-get install chromium)")
class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.folder.name)
        store = ["--store", str(folder / "store.sqlite")]

        def run(*arguments):
            subprocess.run([BAKEOFF, *arguments, *store], check=True, capture_output=True)

        run("compare", "--dataset", "synthetic-digits:rows=600,test-rows=0", "--models", "logistic-regression,linear-svm,mlp",
            "--set", "mlp.epochs=2", "--learning-curve", "0.3", "--quiet",
            "--tune", "logistic-regression.leastPenalty=0.1|1|10|30", "--tune-folds", "3")
        run("report", "latest", "--output", str(folder / "report.html"))
        run("export", "latest", "--predictions", str(folder / "predictions.csv"))
        cls.address = (folder / "report.html").as_uri()
        with open(folder / "predictions.csv", newline="") as file:
            cls.predictions = {
                (line["model"], line["row"]): (int(line["truth"]), int(line["predicted"]))
                for line in csv.DictReader(file) if line["share"] in ("1", "1.0")
            }
        cls.browser = browser.Browser(browser.find())
        cls.tab = cls.browser.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.folder.cleanup()

    def test_nothing_is_wider_than_the_screen_and_no_error_is_reported(self):
        for width in WIDTHS:
            for dark in (False, True):
                self.tab.open(self.address, width, dark)
                self.assertLessEqual(self.tab.run("document.documentElement.scrollWidth"), width)
        self.assertEqual(self.tab.errors, [])

    def test_text_is_readable_in_light_and_dark(self):
        for dark in (False, True):
            self.tab.open(self.address, 1440, dark)
            self.tab.run("document.querySelectorAll('details').forEach(part => part.open = true)")
            self.assertEqual(self.tab.run(CONTRAST), [])
        self.assertNotEqual(self.tab.run("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")

    def test_the_checks_of_contrast_and_names_can_fail(self):
        self.tab.open(self.address, 1440)
        self.tab.run("document.querySelector('h1').style.color = '#ccc'")
        self.assertEqual(len(self.tab.run(CONTRAST)), 1)
        self.tab.run("document.body.append(document.createElement('button'))")
        self.assertEqual(len(self.tab.run(NAMELESS)), 1)

    def test_everything_that_can_be_used_has_a_name(self):
        self.tab.open(self.address, 1440)
        self.assertEqual(self.tab.run(NAMELESS), [])
        self.assertEqual(self.tab.run("[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map(n => n.id)).size"), 0)

    @unittest.skipUnless(importlib.util.find_spec("axe_core_python"), "axe-core-python is not installed")
    def test_axe_finds_nothing(self):
        script = next(pathlib.Path(importlib.util.find_spec("axe_core_python").origin).parent.glob("axe*.js")).read_text()
        for width, dark in ((1440, False), (360, True)):
            self.tab.open(self.address, width, dark)
            self.tab.run("document.querySelectorAll('details').forEach(part => part.open = true)")
            self.tab.run(script + ";0")
            self.assertEqual(self.tab.run("axe.run().then(found => found.violations.map(one => one.id))"), [])

    def test_charts_are_kept_as_svg_and_png(self):
        self.tab.open(self.address, 1440)
        for kind, start in (("svg", "data:image/svg+xml"), ("png", "data:image/png;base64,")):
            address = self.tab.run("""new Promise(done => {
              HTMLAnchorElement.prototype.click = function () { done(this.href); };
              document.querySelector('button.keep[data-kind="%s"]').click();
            })""" % kind)
            self.assertTrue(address.startswith(start) and len(address) > 2000, address[:60])

    def test_a_cell_opens_the_very_rows(self):
        self.tab.open(self.address, 1440)
        models = self.tab.run("JSON.parse(document.getElementById('page-store').textContent).models")
        cells = self.tab.run("[...document.querySelectorAll('.panel.shown button.cell')].map(b => b.dataset.cell).slice(0, 12)")
        self.assertTrue(cells)
        for cell in cells:
            self.tab.run(f"document.querySelector('button[data-cell=\"{cell}\"]').click()")
            rows = self.tab.run("[...document.querySelectorAll('#cell figure')].map(f => f.dataset.row)")
            model, truth, predicted = map(int, cell.split("-"))
            self.assertTrue(rows)
            for row in rows:
                self.assertEqual(self.predictions[models[model], row], (truth, predicted))
            self.assertTrue(self.tab.run("[...document.querySelectorAll('#cell img')].every(i => i.src.startsWith('data:image/png'))"))

    def test_the_keyboard_alone_opens_a_cell_and_the_address_keeps_it(self):
        self.tab.open(self.address, 1440)
        self.tab.run("document.querySelector('.panel.shown button.cell').focus()")
        self.assertNotEqual(self.tab.run("getComputedStyle(document.activeElement).outlineStyle"), None)
        self.tab.press("Enter")
        shown = self.tab.run("document.getElementById('cell').textContent")
        self.assertIn("named", shown)
        address = self.tab.run("location.href")
        self.tab.open(address, 1440)
        self.assertEqual(self.tab.run("document.getElementById('cell').textContent"), shown)

    def test_the_first_stop_of_the_tab_key_leads_past_the_links(self):
        self.tab.open(self.address, 768)
        self.tab.press("Tab")
        self.assertEqual(self.tab.run("document.activeElement.className"), "skip")

    def test_sorting_filtering_and_choosing_are_kept_in_the_address(self):
        self.tab.open(self.address, 1440)
        names = "[...document.querySelectorAll('#board table.sortable tbody tr')].filter(r => !r.hidden).map(r => r.cells[1].textContent)"
        before = self.tab.run(names)
        self.tab.run("(b => { b.click(); b.click(); })(document.querySelectorAll('#board thead button')[1])")
        self.assertEqual(self.tab.run(names), sorted(before, reverse=True))
        self.tab.run("(i => { i.value = 'svm'; i.dispatchEvent(new Event('input')); })(document.getElementById('filter'))")
        self.assertEqual(self.tab.run(names), ["linear-svm"])
        self.tab.run("(s => { s.value = 'cpu'; s.dispatchEvent(new Event('change')); })(document.querySelector('select[data-group=cost]'))")
        self.assertTrue(self.tab.run("document.getElementById('cost-cpu').getClientRects().length > 0"))
        self.tab.run("(s => { s.value = 'recall'; s.dispatchEvent(new Event('change')); })(document.querySelector('select[data-group=metric]'))")
        address = self.tab.run("location.href")
        self.assertIn("metric=recall", address)
        self.tab.open(address, 1440)
        self.assertTrue(self.tab.run("document.getElementById('folds-recall').getClientRects().length > 0"))
        self.assertEqual(self.tab.run(names), ["linear-svm"])
        self.assertTrue(self.tab.run("document.getElementById('cost-cpu').getClientRects().length > 0"))

    def test_the_difference_is_that_of_the_matrices(self):
        self.tab.open(self.address, 1440)
        self.tab.run("(s => { s.value = s.options[2].value; s.dispatchEvent(new Event('change')); })(document.getElementById('second'))")
        found = self.tab.run("""(() => {
          const m = JSON.parse(document.getElementById('matrix-store').textContent);
          const a = m[document.getElementById('first').value], b = m[document.getElementById('second').value];
          const shown = [...document.querySelectorAll('#difference tbody td')].map(c => Number(c.textContent));
          return a.every((v, i) => v - b[i] === shown[i]);
        })()""")
        self.assertTrue(found)

    def test_it_prints(self):
        self.tab.open(self.address, 1440)
        document = self.tab.pdf()
        self.assertTrue(document.startswith(b"%PDF") and len(document) > 50_000)


if __name__ == "__main__":
    BAKEOFF = sys.argv.pop(1)
    unittest.main()
