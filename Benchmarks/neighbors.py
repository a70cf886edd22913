"""Nearest neighbours and audits of embedscope and its peers, round robin; called by Benchmarks/neighbors.

Every time is a whole process. embedscope finds ten neighbours of each row among sixteen candidates, re-ranks them in
float64, certifies them and says what they show; the peers find eleven in float32. The peers' own clock around the
search alone is printed too.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys

import timing

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = sys.executable


def generate(path: pathlib.Path, rows: int) -> None:
    subprocess.run(
        [PYTHON, HERE / "peers/generate.py", "unit", path, "--rows", str(rows), "--columns", "384"], check=True
    )


def compare(title: str, commands: dict[str, list[str]], repeats: int, inner: bool) -> None:
    outcomes: dict[str, list[timing.Outcome]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            outcome = timing.run(command)
            if outcome.status != 0 and not outcome.output:
                sys.exit(f"{name}: exit {outcome.status}: {outcome.errors.strip()[-300:]}")
            outcomes[name].append(outcome)
    medians = {name: statistics.median(o.seconds for o in found) for name, found in outcomes.items()}
    own = next(iter(medians.values()))
    print(f"\n{title}\n\n| program | median s | range | peak MiB | times ours | search alone, s |\n| --- | --- | --- | --- | --- | --- |")
    for name, found in outcomes.items():
        times = [o.seconds for o in found]
        search = ""
        if inner and not name.startswith("embedscope"):
            search = f"{statistics.median(float(o.output) for o in found):.2f}"
        print(
            f"| {name} | {medians[name]:.2f} | {min(times):.2f} - {max(times):.2f} "
            f"| {max(o.peak_mib for o in found):.0f} | {medians[name] / own:.2f} | {search} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--embedscope", required=True)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    large, small = arguments.folder / "20000x384.npy", arguments.folder / "10000x384.npy"
    generate(large, 20_000)
    generate(small, 10_000)
    peer = str(HERE / "peers/neighbors.py")
    compare(
        "Neighbours of 20,000 x 384 float32 rows",
        {
            "embedscope": [arguments.embedscope, "neighbors", str(large), "-k", "10", "--json", "--quiet"],
            "embedscope, lists written": [arguments.embedscope, "neighbors", str(large), "--lists",
                                          str(arguments.folder / "lists.npz"), "--json", "--quiet"],
            "faiss IndexFlatIP": [PYTHON, peer, "faiss", str(large)],
            "scikit-learn brute": [PYTHON, peer, "sklearn", str(large)],
        },
        arguments.repeats, inner=True)
    scripts = pathlib.Path(PYTHON).parent
    compare(
        "Audit of 10,000 x 384 float32 rows",
        {
            "embedscope": [arguments.embedscope, "diagnose", str(small), "--json", "--quiet"],
            "embedscope without headroom": [
                arguments.embedscope, "diagnose", str(small), "--skip", "headroom", "--json", "--quiet"],
            "embedscope, what vecscope audits": [
                arguments.embedscope, "diagnose", str(small), "--only", "data,spectrum,isotropy,neighbors",
                "--views", "centered", "--json", "--quiet"],
            "vecscope": [str(scripts / "vecscope"), "audit", str(small), "--json"],
            "spectralyte": [str(scripts / "spectralyte"), "audit", str(small), "--json"],
        },
        arguments.repeats, inner=False)


if __name__ == "__main__":
    main()
