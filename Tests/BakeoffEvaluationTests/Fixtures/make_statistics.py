"""Writes statistics.json: tail probabilities and tests as SciPy has them.

Run: python3 make_statistics.py > statistics.json
"""
import json

from scipy import stats

rows = []
for df in (1, 2, 4, 9, 49, 1000):
    for t in (0, 1e-3, 0.5, 1, 2.79, 10, 100):
        rows.append(["t", [t, df], 2 * stats.t.sf(t, df)])
for a, b in ((1, 1), (1, 8), (8, 8), (3, 40), (200, 7), (9, 891)):
    for f in (1e-3, 0.5, 1, 2.75, 20, 500):
        rows.append(["f", [f, a, b], stats.f.sf(f, a, b)])
for df in (1, 2, 8, 9, 100, 2000):
    for x in (0, 0.1, 1, 11.7333, 60, 99, 400, 1900, 2100):
        rows.append(["chi2", [x, df], stats.chi2.sf(x, df)])
for n in (1, 2, 7, 80, 1001, 20000):
    for k in sorted({0, n // 3, n // 2 - n // 50, n // 2, n // 2 + 1, n - 1, n}):
        rows.append(["coin", [k, n], stats.binom.cdf(k, n, 0.5)])
print("[" + ",\n".join(json.dumps(dict(function=f, arguments=a, value=float(v))) for f, a, v in rows) + "]")
