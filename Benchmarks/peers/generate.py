"""Seeded float32 inputs for the benchmarks, written in blocks.

    generate.py varying FILE --rows N --columns D   power-law spectrum, common offset, lognormal norms
    generate.py unit FILE ...                       the same directions, every row of norm 1
    generate.py view-a FILE ..., view-b FILE ...    two noisy views of the same Gaussian rows
    generate.py random FILE ...                     uniform noise, cheap to make: for memory only
"""

import argparse

import numpy as np

BLOCK = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["varying", "unit", "view-a", "view-b", "random"])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    n, d = arguments.rows, arguments.columns
    g = np.random.Generator(np.random.PCG64(arguments.seed))
    noise = np.random.Generator(np.random.PCG64(arguments.seed + (2 if arguments.kind == "view-b" else 1)))
    if arguments.kind in ("varying", "unit"):
        rotation, _ = np.linalg.qr(g.standard_normal((d, d), dtype=np.float32))
        turn = (np.arange(1, d + 1, dtype=np.float32) ** -0.4)[:, None] * rotation.T
        offset = 0.1 * g.standard_normal(d, dtype=np.float32)
    with open(arguments.file, "wb") as file:
        header = {"descr": "<f4", "fortran_order": False, "shape": (n, d)}
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, n, BLOCK):
            count = min(BLOCK, n - start)
            if arguments.kind == "random":
                rows = g.random((count, d), dtype=np.float32)
            elif arguments.kind.startswith("view"):
                rows = g.standard_normal((count, d), dtype=np.float32)
                rows += noise.standard_normal((count, d), dtype=np.float32)
            else:
                rows = g.standard_normal((count, d), dtype=np.float32) @ turn + offset
                rows /= np.linalg.norm(rows, axis=1, keepdims=True)
                if arguments.kind == "varying":
                    rows *= np.exp(0.3 * g.standard_normal((count, 1), dtype=np.float32))
            file.write(np.ascontiguousarray(rows, dtype="<f4").tobytes())


if __name__ == "__main__":
    main()
