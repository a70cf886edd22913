"""Makes ranking/: a small run with everything awkward in it, and what pytrec_eval says of it.

Ties in abundance, negative grades, documents not judged, queries that the run lacks, queries that nobody judged,
queries without a relevant document, lists in any order. Scores are multiples of 1/4, so that float32 (pytrec_eval) and
float64 order them alike.

    pip install pytrec-eval-terrier==0.5.11 && python ranking.py
"""

import csv
import pathlib
import random

import pytrec_eval

FOLDER = pathlib.Path(__file__).parent / "ranking"
MEASURES = {
    "ndcg": "ndcg", "map": "map", "recip_rank": "mrr", "Rprec": "r-precision", "bpref": "bpref",
    **{f"{theirs}.{k}": f"{ours}@k={k}"
       for theirs, ours, depths in [
           ("ndcg_cut", "ndcg", (1, 5, 10)), ("recall", "recall", (1, 5, 10, 100)), ("P", "precision", (1, 5, 10)),
           ("success", "success", (1, 5, 10)), ("map_cut", "map", (5, 10)),
       ] for k in depths},
}


def main() -> None:
    draw = random.Random(11)
    documents = [f"d{index}" for index in range(40)] + ["é", "Z", "a", "A"]
    run: dict[str, dict[str, float]] = {}
    qrels: dict[str, dict[str, int]] = {}
    for index in range(24):
        query = f"q{index}"
        if index % 8 != 3:
            listed = draw.sample(documents, draw.choice([1, 4, 12, 30]))
            run[query] = {name: draw.randrange(-6, 7) / 4 for name in listed}
        if index % 9 != 5:
            judged = draw.sample(documents, draw.choice([3, 10, 20]))
            grades = [-1, 0] if index % 7 == 6 else [-2, -1, 0, 0, 0, 1, 1, 2, 3]
            qrels[query] = {name: draw.choice(grades) for name in judged}
    FOLDER.mkdir(exist_ok=True)
    with open(FOLDER / "run.trec", "w", encoding="utf-8") as file:
        for query, scores in run.items():
            for rank, (document, score) in enumerate(scores.items()):
                file.write(f"{query} Q0 {document} {rank + 1} {score} reference\n")
    with open(FOLDER / "qrels.trec", "w", encoding="utf-8") as file:
        for query, grades in qrels.items():
            for document, grade in grades.items():
                file.write(f"{query} 0 {document} {grade}\n")
    with open(FOLDER / "expected.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["level", "query", "measure", "value"])
        for level in (1, 2):
            found = pytrec_eval.RelevanceEvaluator(qrels, set(MEASURES), relevance_level=level).evaluate(run)
            for query, values in found.items():
                if any(grade >= level for grade in qrels[query].values()):
                    for theirs, ours in MEASURES.items():
                        rows.writerow([level, query, ours, repr(values[theirs.replace(".", "_")])])


if __name__ == "__main__":
    main()
