"""The peers' ways to uniformity (t = 2 only, where embedscope gives t = 1, 2 and 4) of one file.

    uniformity.py rows FILE     numpy, float32 blocks of 2,048 rows against all rows: what one writes
    uniformity.py tiles FILE    numpy, upper triangle of float32 tiles, in place: what one tunes it to
    uniformity.py torch FILE    torch.pdist(x, p=2).pow(2).mul(-2).exp().mean().log(), as published
                                with Wang & Isola, arXiv 2005.10242

Prints one line of JSON.
"""

import json
import sys

import numpy as np

BLOCK = 2_048
SCALE = np.float32(2)


def unit(path: str) -> np.ndarray:
    x = np.load(path)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def with_rows(path: str) -> float:
    u = unit(path)
    n, total = len(u), 0.0
    for i in range(0, n, BLOCK):
        cosines = u[i : i + BLOCK] @ u.T
        total += np.exp(2 * SCALE * (cosines - 1)).sum(dtype=np.float64)
    return float(np.log((total - n) / (n * (n - 1))))


def with_tiles(path: str) -> float:
    u = unit(path)
    n, total = len(u), 0.0
    for i in range(0, n, BLOCK):
        for j in range(i, n, BLOCK):
            kernel = u[i : i + BLOCK] @ u[j : j + BLOCK].T
            kernel -= 1
            kernel *= 2 * SCALE
            np.exp(kernel, out=kernel)
            if i == j:
                total += np.triu(kernel, k=1).sum(dtype=np.float64)
            else:
                total += kernel.sum(dtype=np.float64)
    return float(np.log(total / (n * (n - 1) / 2)))


def with_torch(path: str) -> float:
    import torch

    x = torch.nn.functional.normalize(torch.from_numpy(np.load(path)))
    return float(torch.pdist(x, p=2).pow(2).mul(-2).exp().mean().log())


WAYS = {"rows": with_rows, "tiles": with_tiles, "torch": with_torch}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WAYS:
        sys.exit(__doc__)
    print(json.dumps({"uniformity": WAYS[sys.argv[1]](sys.argv[2])}))
