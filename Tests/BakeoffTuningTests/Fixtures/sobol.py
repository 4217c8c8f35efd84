"""Prints the first points of the unshifted Sobol sequence that SobolTests compares with.

Run with SciPy 1.17: python3 sobol.py
"""
from scipy.stats import qmc

points = qmc.Sobol(d=10, scramble=False).random(8)
for point in points:
    print("[" + ", ".join(repr(float(value)) for value in point) + "],")
