"""Writes preparation.json: columns and what scikit-learn makes of them (scikit-learn 1.9, NumPy 2).

    python make_preparation.py > preparation.json

The first rows are trained on, the others only transformed.
"""

import json

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

TRAINING = 20
generator = np.random.default_rng(7)
numbers = np.column_stack([
    generator.normal(1e9, 3600, 26),  # seconds: 32-bit floats would lose them
    generator.exponential(0.001, 26),
    generator.integers(0, 5, 26).astype(float),
])
numbers[[2, 9, 22], 1] = np.nan
letters = np.array(list("bacabcabbacabacbcabaabzcab"))

filled = SimpleImputer(strategy="median").fit(numbers[:TRAINING]).transform(numbers)


def scaled(scaler):
    return scaler.fit(filled[:TRAINING]).transform(filled).tolist()


def known_only(scaler):
    """Scaled by the known training values alone, then filled with their scaled median, as ours does."""
    scaler.fit(numbers[:TRAINING])  # these scalers pass over NaN
    result = scaler.transform(numbers)
    medians = scaler.transform(np.nanmedian(numbers[:TRAINING], axis=0, keepdims=True))[0]
    return np.where(np.isnan(result), medians, result)


encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(letters[:TRAINING, None])
print(json.dumps({
    "training": TRAINING,
    "numbers": [[None if np.isnan(value) else value for value in row] for row in numbers.tolist()],
    "letters": letters.tolist(),
    "standardise": known_only(StandardScaler()).tolist(),
    "minmax": np.clip(known_only(MinMaxScaler()), 0, 1).tolist(),
    "robust": known_only(RobustScaler()).tolist(),
    "oneHot": encoder.transform(letters[:, None]).tolist(),
}))
