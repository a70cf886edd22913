"""Independent run of both linear toy experiments of Jing et al. 2022 (arXiv 2110.09348), in numpy.

    python3 collapse.py [SEEDS]

Prints participation ratio and effective rank of 1,000 fresh outputs after 10,000 steps, a line a run and seed.
`Tests/AnalysisTests/CollapseExperiment` holds the ranges of four seeds. One layer of 16 x 16 at learning rate
1e-3 with noise on the last eight inputs, with and without a bias; two layers U diag(e^-0.35i) V' at 1e-2 with
noise 1e-3 on all; batches of 128 of 10,000 Gaussian inputs; cross-entropy of z1 z2' / 0.1.
"""

import sys

import numpy as np

WIDTH, INPUTS, BATCH, STEPS, TAU = 16, 10_000, 128, 10_000, 0.1


def start(random: np.random.Generator, layers: int, bias: bool) -> tuple[list[np.ndarray], np.ndarray]:
    bound = 1 / np.sqrt(WIDTH)
    if layers == 1:
        weights = [random.uniform(-bound, bound, (WIDTH, WIDTH))]
        return weights, random.uniform(-bound, bound, WIDTH) if bias else np.zeros(WIDTH)
    weights = []
    for _ in range(layers):
        left, _, right = np.linalg.svd(random.uniform(size=(WIDTH, WIDTH)))
        weights.append(left * np.exp(-0.35 * np.arange(WIDTH)) @ right)
    return weights, np.zeros(WIDTH)


def train(noise: float, seed: int, layers: int = 1, bias: bool = False) -> tuple[float, float]:
    random = np.random.default_rng(seed)
    inputs = random.standard_normal((INPUTS, WIDTH))
    weights, shift = start(random, layers, bias)
    first_noisy, rate = (8, 1e-3) if layers == 1 else (0, 1e-2)
    for _ in range(STEPS):
        rows = inputs[random.permutation(INPUTS)[:BATCH]]
        views = []
        for _ in range(2):
            view = rows.copy()
            view[:, first_noisy:] += noise * random.standard_normal((BATCH, WIDTH - first_noisy))
            views.append(view)
        passes = []
        for view in views:
            steps = [view]
            for layer in weights:
                steps.append(steps[-1] @ layer.T)
            passes.append(steps)
        one, two = passes[0][-1] + shift, passes[1][-1] + shift
        logits = one @ two.T / TAU
        softmax = np.exp(logits - logits.max(1, keepdims=True))
        softmax /= softmax.sum(1, keepdims=True)
        slope = (softmax - np.eye(BATCH)) / BATCH / TAU
        backward = [slope @ two, slope.T @ one]
        gradients = [np.zeros_like(w) for w in weights]
        shift_gradient = backward[0].sum(0) + backward[1].sum(0)
        for steps, signal in zip(passes, backward):
            for index in range(len(weights) - 1, -1, -1):
                gradients[index] += signal.T @ steps[index]
                signal = signal @ weights[index]
        for layer, gradient in zip(weights, gradients):
            layer -= rate * gradient
        if bias:
            shift -= rate * shift_gradient
    outputs = random.standard_normal((1_000, WIDTH))
    for layer in weights:
        outputs = outputs @ layer.T
    variances = np.clip(np.linalg.eigvalsh(np.cov(outputs.T)), 0, None)
    shares = np.sqrt(variances) / np.sqrt(variances).sum()
    shares = shares[shares > 0]
    return variances.sum() ** 2 / (variances**2).sum(), float(np.exp(-(shares * np.log(shares)).sum()))


if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    runs = [(f"noise {noise}", {"noise": noise}) for noise in (0.01, 1.0, 1.5, 2.0)]
    runs.append(("noise 1.5 with bias", {"noise": 1.5, "bias": True}))
    runs.append(("two layers", {"noise": 1e-3, "layers": 2}))
    for name, settings in runs:
        for seed in range(seeds):
            participation, rank = train(seed=seed, **settings)
            print(f"{name:20s} seed {seed}  PR {participation:6.3f}  erank {rank:6.3f}", flush=True)
