# Sourced by run and memory: the Python that the peers need.

# python_with MODULE...: prints a Python that has these modules. The system's own where it has them and no
# EMBEDSCOPE_BENCHMARK_VENV is asked for; else the one of a virtual environment, made and filled here.
python_with() {
  local imports packages venv
  imports="import $(IFS=,; echo "$*")"
  if [ -z "${EMBEDSCOPE_BENCHMARK_VENV:-}" ] && python3 -c "$imports" 2>/dev/null; then
    echo python3
    return
  fi
  venv=${EMBEDSCOPE_BENCHMARK_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/embedscope-benchmarks}
  if ! [ -x "$venv/bin/python" ]; then
    echo "making a virtual environment in $venv" >&2
    python3 -m venv "$venv"
  fi
  if ! "$venv/bin/python" -c "$imports" 2>/dev/null; then
    packages=${*/sklearn/scikit-learn}
    packages=${packages/faiss/faiss-cpu}
    echo "installing $packages into it" >&2
    # shellcheck disable=SC2086  # the packages are several words
    "$venv/bin/python" -m pip install --quiet $packages >&2
  fi
  echo "$venv/bin/python"
}
