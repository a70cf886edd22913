"""Nearest-neighbour values of the committed sets, by independent tools, as neighbors.json.

    python3 Tests/Reference/neighbors.py            writes neighbors.json
    python3 Tests/Reference/neighbors.py --check    recomputes and compares

Needs numpy, scipy and scikit-dimension. Distances are scipy's cdist, from differences in float64: what
scikit-learn makes of a product of the rows loses the digits of small ones. scikit-dimension uses it, so its
TwoNN and MLE are held to the definitions here within SKDIM_TOLERANCE. int8 codes follow sentence-transformers
6.2.0, util/quantization.py: float32 ranges, floor, clip.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import skdim
from scipy.spatial.distance import cdist

import definitions

HERE = pathlib.Path(__file__).resolve().parent
WORDNET = HERE.parent.parent / "Notebooks-data/wordnet-minilm/docs.npy"
SETS = ["anisotropic", "gaussian", "duplicates", "unit-norm", "lognormal-norms", "clusters", "float16", "int8",
        "power-law", "zero-rows", "nonfinite"]
K = 10
CUTS = [16, 32, 64, 128, 256]
LOCAL = 20
SKDIM_TOLERANCE = 2e-3


def usable(stored: np.ndarray) -> np.ndarray:
    rows = stored.astype(np.float64)
    finite = rows[np.isfinite(rows).all(1)]
    return finite[(finite != 0).any(1)]


def neighbors(rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Distances and numbers of the k nearest unit rows, self left out by number, ties by number."""
    unit = definitions.unit_rows(rows)
    distances = cdist(unit, unit)
    np.fill_diagonal(distances, np.inf)
    numbers = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(distances, numbers, 1), numbers


def hubness(numbers: np.ndarray) -> dict:
    n, k = numbers.shape
    counts = np.bincount(numbers.ravel(), minlength=n)
    deviation = counts - counts.mean()
    return {
        "neighbors.hub-skewness@k=10": (deviation**3).mean() / (deviation**2).mean() ** 1.5,
        "neighbors.hub-max@k=10": counts.max(),
        "neighbors.antihub-share@k=10": (counts == 0).mean(),
        "neighbors.hub-occurrence@k=10": counts[counts >= 2 * k].sum() / (n * k),
        "neighbors.hub-robin-hood@k=10": np.abs(counts - counts.mean()).sum() / 2 / counts.sum(),
    }


def structure(rows: np.ndarray, distances: np.ndarray) -> dict:
    unit = definitions.unit_rows(rows)
    cosines = unit @ unit.T
    upper = np.triu_indices(len(unit), 1)
    tenth = distances[:, K - 1]
    first, third = np.quantile(tenth, [0.25, 0.75])
    return {
        "neighbors.near-duplicate-pairs@cosine=0.999": (cosines[upper] >= 0.999).sum(),
        "neighbors.outliers@k=10": (tenth > third + 3 * (third - first)).sum(),
        "neighbors.relative-contrast@k=10": np.sqrt(2 - 2 * cosines[upper].mean()) / tenth.mean(),
    }


def dimension(stored: np.ndarray) -> dict:
    rows = stored.astype(np.float64)
    distinct = np.unique(rows[np.isfinite(rows).all(1)], axis=0)
    distances = cdist(distinct, distinct)
    np.fill_diagonal(distances, np.inf)
    gaps = np.sort(distances, axis=1)[:, :LOCAL]
    ratios = np.sort(np.log(gaps[:, 1] / gaps[:, 0]))
    kept = ratios[: int(len(ratios) * 0.9)]
    heights = -np.log(1 - np.arange(1, len(kept) + 1) / len(ratios))
    local = (LOCAL - 1) / np.log(gaps[:, -1:] / gaps[:, :-1]).sum(1)
    found = {
        "intrinsic-dimension.twonn": kept @ heights / (kept @ kept),
        "intrinsic-dimension.twonn-mle": (len(ratios) - 1) / ratios.sum(),
        "intrinsic-dimension.levina-bickel@k=20": 1 / np.mean(1 / local),
        "intrinsic-dimension.levina-bickel-mean@k=20": local.mean(),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = {
            "intrinsic-dimension.twonn": skdim.id.TwoNN().fit(distinct).dimension_,
            "intrinsic-dimension.levina-bickel@k=20": skdim.id.MLE().fit(distinct, n_neighbors=20).dimension_,
            "intrinsic-dimension.levina-bickel-mean@k=20": skdim.id.MLE().fit(
                distinct, n_neighbors=20, comb="mean").dimension_,
        }
    for name, value in peer.items():
        assert abs(found[name] / value - 1) <= SKDIM_TOLERANCE, (name, found[name], value)
    return found


def overlap(full: np.ndarray, rows: np.ndarray) -> float:
    return np.mean([len(set(a) & set(b)) / K for a, b in zip(full, neighbors(rows, K)[1])])


def int8_codes(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = rows.astype(np.float32)
    starts = values.min(0)
    steps = (values.max(0) - starts) / 255
    steps = np.where(steps == 0, 1, steps).astype(np.float32)
    return np.clip(np.floor((values - starts) / steps), 0, 255), starts, steps


def binary(rows: np.ndarray, full: np.ndarray, pool: int) -> float:
    signs = np.where(rows > 0, 1.0, -1.0)
    distances = (rows.shape[1] - signs @ signs.T) / 2
    np.fill_diagonal(distances, np.inf)
    shares = []
    for row, found in zip(distances, full):
        edge = np.partition(row, pool - 1)[pool - 1]
        chance = (pool - (row < edge).sum()) / (row == edge).sum()
        kept = row[found]
        shares.append(((kept < edge).sum() + chance * (kept == edge).sum()) / K)
    return float(np.mean(shares))


def headroom(rows: np.ndarray, full: np.ndarray, stored: np.ndarray) -> dict:
    found = {}
    _, axes = np.linalg.eigh(np.cov(finite(stored).T))
    for cut in [c for c in CUTS if c < rows.shape[1]]:
        found[f"headroom.prefix-overlap@dims={cut},k=10"] = overlap(full, rows[:, :cut])
        found[f"headroom.pca-overlap@dims={cut},k=10"] = overlap(full, rows @ axes[:, ::-1][:, :cut])
    everything = finite(stored)
    codes, starts, steps = int8_codes(everything)
    codes = codes[(everything != 0).any(1)]
    found["headroom.int8-overlap@k=10"] = overlap(full, (starts + steps * codes).astype(np.float64))
    found["headroom.int8-codes-overlap@k=10"] = overlap(full, codes.astype(np.float64) - 128)
    if np.abs(rows).max() < 65504:
        found["headroom.fp16-overlap@k=10"] = overlap(full, rows.astype(np.float16).astype(np.float64))
    found["headroom.binary-overlap@k=10"] = binary(rows, full, K)
    found["headroom.binary-rescored-overlap@pool=40,k=10"] = binary(rows, full, 40)
    return found


def finite(stored: np.ndarray) -> np.ndarray:
    rows = stored.astype(np.float64)
    return rows[np.isfinite(rows).all(1)]


def values(path: pathlib.Path) -> dict:
    stored = np.load(path)
    rows = usable(stored)
    distances, numbers = neighbors(rows, K)
    found = hubness(numbers) | structure(rows, distances) | dimension(stored) | headroom(rows, numbers, stored)
    return {name: float(value) for name, value in sorted(found.items())}


def main() -> None:
    paths = {name: HERE / "sets" / f"{name}.npy" for name in SETS} | {"wordnet-minilm": WORDNET}
    found = {name: values(path) for name, path in paths.items()}
    target = HERE / "neighbors.json"
    if "--check" in sys.argv:
        known = json.loads(target.read_text())
        for name, expected in known.items():
            for key, value in expected.items():
                assert abs(found[name][key] - value) <= 1e-6 * max(1, abs(value)), (name, key, found[name][key], value)
        print("neighbors.json holds")
        return
    target.write_text(json.dumps(found, indent=1) + "\n")


main()
