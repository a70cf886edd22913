"""Times `embedscope evaluate` against pytrec_eval and trec_eval on one run, and compares their values.

Every time is a whole process, from files to means; embedscope also computes every other measure, tie bounds and
10,000 bootstrap resamples. Medians of round-robin repeats; the files are in the page cache for all.
"""

import argparse
import csv
import io
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

import timing

HERE = pathlib.Path(__file__).parent
BAR_SECONDS, BAR_RATIO = 0.35, 3


def means_of_trec_eval(output: str) -> dict[str, float]:
    names = {"ndcg_cut_10": "ndcg@k=10", "map": "map", "recip_rank": "mrr", "recall_100": "recall@k=100",
             "P_10": "precision@k=10"}
    rows = (line.split() for line in output.splitlines())
    return {names[row[0]]: float(row[2]) for row in rows if len(row) == 3 and row[0] in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--embedscope", default=str(HERE.parent / ".build/release/embedscope"))
    parser.add_argument("--python", default=sys.executable, help="a Python that has pytrec_eval")
    parser.add_argument("--trec-eval", default=shutil.which("trec_eval"), help="its binary, where there is one")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--depth", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    peer = str(HERE / "peers/ranking.py")
    with tempfile.TemporaryDirectory() as folder:
        timing.run([arguments.python, peer, "generate", folder, str(arguments.queries), str(arguments.depth)])
        run, qrels = f"{folder}/run.trec", f"{folder}/qrels.trec"
        commands = {
            "embedscope": [arguments.embedscope, "evaluate", "--qrels", qrels, "--run", f"run={run}",
                           "--report", "csv"],
            "pytrec_eval": [arguments.python, peer, "evaluate", run, qrels],
        }
        if arguments.trec_eval:
            commands["trec_eval"] = [arguments.trec_eval, "-m", "ndcg_cut.10", "-m", "map", "-m", "recip_rank",
                                     "-m", "recall.100", "-m", "P.10", qrels, run]
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        outputs = {}
        for _ in range(arguments.repeats):
            for name, command in commands.items():
                outcome = timing.run(command)
                assert outcome.status == 0, (name, outcome.errors)
                seconds[name].append(outcome.seconds)
                outputs[name] = outcome.output
        size = os.path.getsize(run) / 1e6
        values = {row["id"].removeprefix("retrieval.run."): float(row["value"])
                  for row in csv.DictReader(io.StringIO(outputs["embedscope"])) if row["value"]}
        peers = {"pytrec_eval": dict(csv.reader(io.StringIO(outputs["pytrec_eval"])))}
        if "trec_eval" in outputs:
            peers["trec_eval"] = means_of_trec_eval(outputs["trec_eval"])
        ours = statistics.median(seconds["embedscope"])
        print(f"{arguments.queries} queries x {arguments.depth} documents, {size:.1f} MB")
        for name, times in seconds.items():
            median = statistics.median(times)
            print(f"{name:12} {median:.3f} s [{min(times):.3f}, {max(times):.3f}]  {median / ours:.2f} x embedscope")
        for name, means in peers.items():
            tolerance = 6e-5 if name == "trec_eval" else 1e-9
            gap = max(abs(values[measure] - float(mean)) for measure, mean in means.items())
            print(f"largest difference to {name}: {gap:.2g} ({'agrees' if gap <= tolerance else 'DISAGREES'})")
        print(f"bar: at most {BAR_SECONDS} s and {BAR_RATIO} x faster than each peer")


if __name__ == "__main__":
    main()
