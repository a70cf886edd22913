"""Writes the committed fixtures (sets/*.npy) and what must be read in them (expected.json).

    python3 Tests/Reference/make.py            writes both
    python3 Tests/Reference/make.py --check    recomputes the values from the committed sets and compares

Seeds are fixed, but the last bits of a fixture may differ under another numpy or another processor: the
committed sets are the truth, and --check never rewrites them.
"""

import json
import math
import pathlib
import platform
import sys

import numpy as np
import scipy

import definitions
import laws
import planted

HERE = pathlib.Path(__file__).resolve().parent
SETS = HERE / "sets"
EXPECTED = HERE / "expected.json"
LARGEST_FILE = 65_536
# Two LAPACKs agree this well on singular values of values down to 1e-12 of the largest.
CHECK_TOLERANCE = 1e-8


def fixtures() -> dict[str, np.ndarray]:
    base = planted.anisotropic(80, 24, seed=22, dtype="<f4")
    return {
        "gaussian": planted.gaussian(60, 16, dtype="<f8"),
        "anisotropic": base,
        "anisotropic-big-endian-f4": base.astype(">f4"),
        "anisotropic-big-endian-f8": base.astype(">f8"),
        "anisotropic-fortran": np.asfortranarray(base),
        "scale-1e20": planted.scaled(80, 24, 1e20, seed=22),
        "scale-1e-30": planted.scaled(80, 24, 1e-30, seed=22),
        "scale-1e200": planted.scaled(80, 24, 1e200, seed=22, dtype="<f8"),
        "scale-1e-200": planted.scaled(80, 24, 1e-200, seed=22, dtype="<f8"),
        "offset-1e4": planted.offset(150, 32),
        "float16": planted.anisotropic(120, 40, seed=23, dtype="<f2"),
        "collapsed-7-of-32": planted.collapsed(200, 32, 7),
        "wide": planted.anisotropic(20, 48, seed=24, dtype="<f4"),
        "one-row": planted.gaussian(1, 12, seed=25),
        "two-rows": planted.gaussian(2, 12, seed=26),
        "all-equal": planted.equal_rows(30, 10),
        "all-equal-f8": planted.equal_rows(7, 10, seed=18, dtype="<f8"),
        "all-zero": np.zeros((12, 8), "<f4"),
        "zero-rows": planted.zero_rows(100, 20),
        "nonfinite": planted.nonfinite(90, 18),
        "duplicates": planted.duplicated(90, 16),
        "condition-1e12": planted.conditioned(120, 24),
        "dead-columns": planted.dead_columns(140, 22),
        "rogue": planted.rogue(150, 30),
        "lognormal-norms": planted.lognormal_norms(300, 48),
        "clusters": planted.clusters(240, 32, 20),
        "unit-norm": planted.unit_norm(200, 32),
        "power-law": planted.power_law(150, 104),
        "int8": planted.integers(300, 24),
        "one-column": planted.gaussian(40, 1, seed=27),
    }


def write_fixtures() -> None:
    SETS.mkdir(exist_ok=True)
    for old in SETS.glob("*.npy"):
        old.unlink()
    for name, matrix in fixtures().items():
        path = SETS / f"{name}.npy"
        np.save(path, matrix)
        assert path.stat().st_size < LARGEST_FILE, f"{name}: {path.stat().st_size} bytes"


def measure_fixtures() -> dict[str, dict]:
    return {
        path.stem: definitions.measure(np.load(path)) for path in sorted(SETS.glob("*.npy"))
    }


def check_laws(sets: dict[str, dict]) -> None:
    laws.main()
    for found in sets.values():
        laws.order_of_the_hill_numbers(found)
    base = sets["anisotropic"]
    for copy in ("anisotropic-big-endian-f4", "anisotropic-fortran"):
        assert sets[copy] == base, copy
    laws.scale_free(base, sets["anisotropic-big-endian-f8"], relative=0)
    laws.scale_free(sets["scale-1e200"], sets["scale-1e-200"], relative=1e-12)
    # The float32 copies differ by their storage rounding.
    laws.scale_free(base, sets["scale-1e20"], relative=1e-5)
    laws.scale_free(base, sets["scale-1e-30"], relative=1e-5)


def differences(committed: dict, found: dict) -> list[str]:
    out = [f"{name}: not in both" for name in committed.keys() ^ found.keys()]
    for name in committed.keys() & found.keys():
        for id in committed[name].keys() ^ found[name].keys():
            out.append(f"{name} {id}: not in both")
        for id in committed[name].keys() & found[name].keys():
            old, new = committed[name][id], found[name][id]
            undefined = definitions.UNDEFINED
            if old == new:
                continue
            if undefined in (old, new) or not math.isclose(
                old, new, rel_tol=CHECK_TOLERANCE, abs_tol=1e-12
            ):
                out.append(f"{name} {id}: committed {old}, now {new}")
    return sorted(out)


def main() -> None:
    if sys.argv[1:] == ["--check"]:
        found = measure_fixtures()
        check_laws(found)
        wrong = differences(json.loads(EXPECTED.read_text())["sets"], found)
        print("\n".join(wrong) or f"{len(found)} sets agree with expected.json")
        sys.exit(1 if wrong else 0)
    if sys.argv[1:]:
        sys.exit("usage: make.py [--check]")
    write_fixtures()
    sets = measure_fixtures()
    check_laws(sets)
    versions = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }
    EXPECTED.write_text(json.dumps({"versions": versions, "sets": sets}, indent=1) + "\n")
    print(f"{len(sets)} sets, {sum(map(len, sets.values()))} values")


if __name__ == "__main__":
    main()
