"""Writes partition.json in this folder: python3 partition.py
Needs scikit-learn, scipy and bcubed; the file records their versions. A segment is written `codes:cluster`, noise without a cluster.

There are random codings (1-3 codes per segment, some segments without a code) and random clusterings (some segments are noise). Measures of two
partitions are scikit-learn's, over the segments with one code and a cluster. B3 is computed here by its definition (Amigo et al. 2009), over all
coded segments; without noise, the package `bcubed` must give the same values. Cohen's kappa after matching is scikit-learn's, with clusters
renamed by scipy's assignment of counts, if that assignment is the only best one."""
import json
import pathlib
import random
from importlib.metadata import version

import bcubed
import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn import metrics

N_CASES = 240


def case(random):
    n, k, m = random.randint(5, 80), random.randint(1, 9), random.randint(1, 9)
    several, noise = random.choice([0, 0, 0.3]), random.choice([0, 0, 0.2])
    follows = random.random()
    rows = []
    for _ in range(n):
        codes = [random.randrange(k)]
        while random.random() < several and len(codes) < min(3, k):
            codes = sorted(set(codes) | {random.randrange(k)})
        if random.random() < several / 3:
            codes = []
        follow = codes and random.random() < follows
        cluster = codes[0] * m // k if follow else random.randrange(m)
        rows.append((codes, None if random.random() < noise else cluster))
    return rows


def b_cubed(rows):
    rows = [(set(codes), set() if cluster is None else {cluster}) for codes, cluster in rows if codes]
    precisions, recalls = [], []
    for codes, clusters in rows:
        p = [min(len(clusters & c), len(codes & l)) / len(clusters & c) for l, c in rows if clusters & c]
        r = [min(len(clusters & c), len(codes & l)) / len(codes & l) for l, c in rows if codes & l]
        if p:
            precisions.append(np.mean(p))
        recalls.append(np.mean(r))
    if not precisions:
        return None
    p, r = float(np.mean(precisions)), float(np.mean(recalls))
    if all(clusters for _, clusters in rows):
        l, c = ({i: row[at] for i, row in enumerate(rows)} for at in (0, 1))
        assert abs(bcubed.precision(c, l) - p) < 1e-12 and abs(bcubed.recall(c, l) - r) < 1e-12
    return [p, r, 2 * p * r / (p + r) if p + r else 0.0]


def partition(a, b):
    counts = np.zeros((max(a) + 1, max(b) + 1))
    np.add.at(counts, (a, b), 1)
    rows, columns = linear_sum_assignment(-counts)
    best = counts[rows, columns].sum()
    # The best assignment is the only one if forbidding any of its pairs costs a segment.
    only = True
    for row, column in zip(rows, columns):
        if counts[row, column] > 0:
            less = counts.copy()
            less[row, column] = 0
            again = linear_sum_assignment(-less)
            only &= less[again].sum() < best
    name = {column: row for row, column in zip(rows, columns) if counts[row, column] > 0}
    renamed = [name.get(x, 1000 + x) for x in b]
    return {
        "ari": metrics.adjusted_rand_score(a, b),
        "ami": metrics.adjusted_mutual_info_score(a, b),
        "nmi": metrics.normalized_mutual_info_score(a, b),
        "homogeneity": metrics.homogeneity_score(a, b),
        "completeness": metrics.completeness_score(a, b),
        "v_measure": metrics.v_measure_score(a, b),
        "fowlkes_mallows": metrics.fowlkes_mallows_score(a, b),
        "accuracy": best / len(a),
        "kappa": float(metrics.cohen_kappa_score(a, renamed)) if only and len(set(a) | set(renamed)) > 1 else None,
    }


def main():
    generator = random.Random(6)
    cases = []
    for _ in range(N_CASES):
        rows = case(generator)
        single = [(codes[0], cluster) for codes, cluster in rows if len(codes) == 1 and cluster is not None]
        values = partition(*map(list, zip(*single))) if single else None
        cases.append({
            "rows": " ".join(
                f"{','.join(map(str, codes))}:{'' if cluster is None else cluster}" for codes, cluster in rows
            ),
            "single": values,
            "b_cubed": b_cubed(rows),
        })
    head = {"versions": {name: version(name) for name in ("scikit-learn", "scipy", "bcubed")}}
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n")


main()
