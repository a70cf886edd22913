"""Evaluation of runs: the seeded input, and pytrec_eval doing the same work as a whole process.

generate DIR QUERIES DEPTH   writes run.trec and qrels.trec
evaluate RUN QRELS           parses both and prints the means of five measures
"""

import random
import sys


def generate(folder: str, queries: int, depth: int) -> None:
    draw = random.Random(7)
    with open(f"{folder}/run.trec", "w") as run, open(f"{folder}/qrels.trec", "w") as qrels:
        for query in range(queries):
            documents = draw.sample(range(100_000), depth)
            score = 30.0
            for rank, document in enumerate(documents):
                score -= draw.random() * 0.02
                run.write(f"q{query} Q0 doc{document:06d} {rank + 1} {score:.6f} bm25\n")
            for document in documents[:200:7]:
                qrels.write(f"q{query} 0 doc{document:06d} {draw.choice([0, 0, 1, 2])}\n")
            for document in range(100_000, 100_010):
                qrels.write(f"q{query} 0 doc{document:06d} 1\n")


def evaluate(run_path: str, qrels_path: str) -> None:
    import pytrec_eval

    run: dict[str, dict[str, float]] = {}
    with open(run_path) as lines:
        for line in lines:
            query, _, document, _, score, _ = line.split()
            run.setdefault(query, {})[document] = float(score)
    qrels: dict[str, dict[str, int]] = {}
    with open(qrels_path) as lines:
        for line in lines:
            query, _, document, grade = line.split()
            qrels.setdefault(query, {})[document] = int(grade)
    measures = {"ndcg_cut.10": "ndcg@k=10", "map": "map", "recip_rank": "mrr",
                "recall.100": "recall@k=100", "P.10": "precision@k=10"}
    found = pytrec_eval.RelevanceEvaluator(qrels, set(measures)).evaluate(run)
    for name, ours in measures.items():
        key = name.replace(".", "_")
        mean = sum(values[key] for values in found.values()) / len(found)
        print(f"{ours},{mean!r}")


if __name__ == "__main__":
    if sys.argv[1] == "generate":
        generate(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        evaluate(sys.argv[2], sys.argv[3])
