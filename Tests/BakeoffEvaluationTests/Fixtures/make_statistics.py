"""Writes statistics.json: tail probabilities and tests as SciPy has them.

SciPy 1.17 is itself wrong in the 11th digit of t near 0 with one degree of freedom, and of F with a million; those are from
mpmath with 30 digits.

Run: python3 make_statistics.py > statistics.json
"""
import json

from mpmath import betainc, mp, mpf
from scipy import stats

mp.dps = 30


def exact_t(t, df):
    t, df = mpf(t), mpf(df)
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def exact_f(f, a, b):
    f, a, b = mpf(f), mpf(a), mpf(b)
    return betainc(b / 2, a / 2, 0, b / (b + a * f), regularized=True)


rows = []
for df in (1, 2, 3, 4, 9, 29, 49, 1000, 59999, 1e6):
    for t in (0, 1e-6, 1e-3, 0.5, 1, 1.96, 2.79, 5, 10, 40, 100, 1e4, 1e8):
        rows.append(["t", [t, df], exact_t(t, df) if df == 1 and 0 < t < 1e-3 else 2 * stats.t.sf(t, df)])
for a, b in ((1, 1), (1, 8), (8, 8), (3, 40), (200, 7), (9, 891), (1, 59999), (40, 1e6), (5000, 5000)):
    for f in (1e-6, 1e-3, 0.5, 0.99, 1, 1.01, 2.75, 20, 500, 1e6):
        rows.append(["f", [f, a, b], exact_f(f, a, b) if b == 1e6 else stats.f.sf(f, a, b)])
for df in (1, 2, 8, 9, 100, 2000, 60000):
    for x in (0, 1e-6, 0.1, 1, 11.7333, 60, 99, 400, 1300, 1900, 2100, 59000, 60000, 62000):
        rows.append(["chi2", [x, df], stats.chi2.sf(x, df)])
for n in (1, 2, 7, 80, 1001, 20000, 1000000):
    for k in sorted({0, n // 3, n // 2 - n // 50, n // 2, n // 2 + 1, n - 1, n}):
        rows.append(["coin", [k, n], stats.binom.cdf(k, n, 0.5)])
print("[" + ",\n".join(json.dumps(dict(function=f, arguments=a, value=float(v))) for f, a, v in rows) + "]")
