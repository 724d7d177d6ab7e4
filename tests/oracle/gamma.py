"""Writes the parts `random`, `chance` and `versions` of gamma.json: results of pygamma-agreement on random continua, for
src/compare/gamma/tests/.

    pip install pygamma-agreement==0.5.9 && python tests/oracle/gamma.py

The part `fixtures` of gamma.json stays unchanged: it holds the values of DKPro Statistics (Apache-2.0; src/test/resources/pygamma,
made there with pygamma-agreement 0.5.9) in a shorter form. pygamma computes in single precision.
"""

import json
import logging
import pathlib
import warnings
from importlib.metadata import version

import numpy as np
import pygamma_agreement as pa
from pyannote.core import Segment

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
N_CONTINUA, N_SAMPLES = 96, 400
out = pathlib.Path(__file__).with_name("gamma.json")
rng = np.random.default_rng(6)
# The example of Mathet et al. (2015) in pygamma-agreement (tests/data/AlexPaulSuzan.csv).
ALEX_PAUL_SUZAN = [
    [[2, 9, 1], [11, 17, 2], [24, 30, 5], [32, 36, 6], [36, 44, 6], [44, 60, 7]],
    [[2, 9, 1], [11, 17, 3], [19, 25, 5], [32, 44, 6]],
    [[2, 9, 1], [11, 17, 4], [21, 27, 5], [32, 36, 6], [36, 40, 6], [40, 44, 6]],
]


def continuum(coders):
    made = pa.Continuum()
    for coder, marks in enumerate(coders):
        for start, end, category in marks:
            made.add(f"coder {coder}", Segment(float(start), float(end)), str(category))
    return made


def dissimilarity(alpha, beta):
    return pa.CombinedCategoricalDissimilarity(alpha=alpha, beta=beta, delta_empty=1.0)


def random_coders(n_coders, most, length, overlap):
    """Returns coders who mark roughly the same places; with overlaps, marks at any place."""
    places = np.sort(rng.choice(np.arange(1, length), size=2 * most, replace=False)).reshape(-1, 2)
    coders = []
    for _ in range(n_coders):
        marks = []
        for start, end in places[rng.permutation(most)[: rng.integers(1, most + 1)]]:
            if overlap:
                start = rng.integers(0, length - 1)
                end = rng.integers(start + 1, min(length, start + 1 + length // 4) + 1)
            else:
                start = max(0, start + rng.integers(-3, 4))
                end = max(start + 1, end + rng.integers(-3, 4))
            marks.append([int(start), int(end), int(rng.integers(0, 3))])
        coders.append(sorted(set(map(tuple, marks))))
    return coders


random = []
for i in range(N_CONTINUA):
    n_coders = 2 + i % 3
    coders = random_coders(n_coders, int(rng.integers(1, 9)) if n_coders < 4 else int(rng.integers(1, 7)), 120, i % 4 == 3)
    alpha, beta = [(1.0, 1.0), (3.0, 1.0), (1.0, 0.0), (0.5, 2.0)][i // 3 % 4]
    found = continuum(coders).get_best_alignment(dissimilarity(alpha, beta))
    random.append({"coders": coders, "alpha": alpha, "beta": beta, "disorder": float(found.disorder)})

chance = []
for i, (coders, alpha) in enumerate([(ALEX_PAUL_SUZAN, 3.0)] + [(random[j]["coders"], 1.0) for j in (18, 19, 30, 31, 43, 46)]):
    np.random.seed(i)
    made = continuum(coders)
    found = made.compute_gamma(dissimilarity(alpha, 1.0), sampler=pa.ShuffleContinuumSampler(), n_samples=N_SAMPLES)
    disorders = np.array([alignment.disorder for alignment in found.chance_alignments], dtype=float)
    chance.append({
        "coders": coders, "alpha": alpha, "beta": 1.0, "length": int(made.bound_sup), "n_samples": N_SAMPLES,
        "disorder": float(found.observed_disorder), "mean": disorders.mean(), "deviation": disorders.std(), "gamma": float(found.gamma),
    })

versions = {name: version(name) for name in ("pygamma-agreement", "numpy", "numba", "cvxpy")}
kept = json.loads(out.read_text())["fixtures"] if out.exists() else []
out.write_text(json.dumps({"versions": versions, "fixtures": kept, "random": random, "chance": chance}, separators=(",", ":")) + "\n")
