"""The peers' ways to InfoNCE of aligned pairs in two files: three temperatures, both directions.

    infonce.py numpy A B    float32 cosines of blocks of rows, a running log-sum-exp of the columns
    infonce.py torch A B    the same with torch.logsumexp, as a training loss would be evaluated in blocks

Prints one line of JSON with the forward losses. Neither holds all n x n cosines: at 100,000 pairs that
would take 40 GB.
"""

import json
import sys

import numpy as np

BLOCK = 1_024
TEMPERATURES = (0.05, 0.1, 1.0)


def unit(path: str) -> np.ndarray:
    x = np.load(path)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def with_numpy(first: str, second: str) -> dict[str, float]:
    u, v = unit(first), unit(second)
    n = len(u)
    rows = {t: 0.0 for t in TEMPERATURES}
    columns = {t: np.zeros(n) for t in TEMPERATURES}
    for i in range(0, n, BLOCK):
        cosines = u[i : i + BLOCK] @ v.T
        positives = np.einsum("ij,ij->i", u[i : i + BLOCK], v[i : i + BLOCK])
        for t in TEMPERATURES:
            terms = np.exp((cosines - 1) / np.float32(t))
            rows[t] += (np.log(terms.sum(axis=1, dtype=np.float64)) - (positives - 1) / t).sum()
            columns[t] += terms.sum(axis=0, dtype=np.float64)
    for t in TEMPERATURES:
        np.log(columns[t], out=columns[t])  # the reverse loss; its mean is not printed
    return {f"{t:g}": float(rows[t] / n) for t in TEMPERATURES}


def with_torch(first: str, second: str) -> dict[str, float]:
    import torch

    u = torch.nn.functional.normalize(torch.from_numpy(np.load(first)))
    v = torch.nn.functional.normalize(torch.from_numpy(np.load(second)))
    n = len(u)
    rows = {t: 0.0 for t in TEMPERATURES}
    columns = {t: torch.full((n,), -torch.inf, dtype=torch.float64) for t in TEMPERATURES}
    for i in range(0, n, BLOCK):
        cosines = u[i : i + BLOCK] @ v.T
        positives = (u[i : i + BLOCK] * v[i : i + BLOCK]).sum(1)
        for t in TEMPERATURES:
            logits = cosines / t
            rows[t] += float((logits.logsumexp(1) - positives / t).double().sum())
            columns[t] = torch.logaddexp(columns[t], logits.logsumexp(0).double())
    return {f"{t:g}": rows[t] / n for t in TEMPERATURES}


WAYS = {"numpy": with_numpy, "torch": with_torch}

if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in WAYS:
        sys.exit(__doc__)
    print(json.dumps(WAYS[sys.argv[1]](sys.argv[2], sys.argv[3])))
