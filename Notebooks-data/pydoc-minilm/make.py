"""Makes the files of this folder from the full set: float16 shards, judgments, pairs.

    python3 Notebooks-data/pydoc-minilm/make.py FULL-SET

FULL-SET holds docs_dense.npy, queries_dense.npy (float32, unit rows), doc_ids.txt, query_ids.txt and
qrels.tsv in the BEIR layout. Shards keep every file below 400 KB.
"""

import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SHARDS = 2


def main() -> None:
    full = pathlib.Path(sys.argv[1])
    for name, shards in (("docs", SHARDS), ("queries", 1)):
        rows = np.load(full / f"{name}_dense.npy").astype("<f2")
        for number, part in enumerate(np.array_split(rows, shards)):
            suffix = f"-{number}" if shards > 1 else ""
            np.save(HERE / f"{name}{suffix}.npy", np.ascontiguousarray(part))
    documents, queries = (
        (full / f"{name}_ids.txt").read_text().split("\n")[:-1] for name in ("doc", "query")
    )
    (HERE / "doc_ids.txt").write_text("\n".join(documents) + "\n")
    (HERE / "query_ids.txt").write_text("\n".join(queries) + "\n")
    lines = (full / "qrels.tsv").read_text().split("\n")
    relevant = [line.split("\t") for line in lines[1:] if line and int(line.split("\t")[2]) > 0]
    rows = ["\t".join(cells) for cells in [lines[0].split("\t")] + relevant]
    (HERE / "qrels.tsv").write_text("\n".join(rows) + "\n")
    row_of = {name: row for row, name in enumerate(documents)}
    query_of = {name: row for row, name in enumerate(queries)}
    pairs = [f"{query_of[query]},{row_of[document]}" for query, document, _ in relevant]
    (HERE / "pairs.csv").write_text("query_row,doc_row\n" + "\n".join(pairs) + "\n")


if __name__ == "__main__":
    main()
