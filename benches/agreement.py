"""Compares Krippendorff's alpha and its bootstrap interval with the Python package krippendorff.

    pip install krippendorff==0.9.0 numpy
    cargo bench --bench agreement --no-run          # prints the path of PROGRAM
    python benches/agreement.py PROGRAM [DRAWS [PEER_DRAWS]]

Both use the same artificial codings: 10 coders, 100,000 units, 4 categories, 5 % missing values; nominal alpha, DRAWS (1,000) resamples. `groups`:
40 interviews are drawn, each with all its units; `units`: single units are drawn. The package has no bootstrap. It gets the units of each
resample, once as reliability data, as its documentation shows, and once as value counts computed beforehand, which is its fastest way; this is
done for PEER_DRAWS resamples (default: all), and the time is scaled to DRAWS. `characters`: alpha alone, for two coders over 1,000,000
characters, in this program by runs of equal coding (of 40 characters on average), with and without 1,000 resamples of 40 texts. The processes run
one after the other, alternating; figures are medians of 3 (the package's bootstraps run once), with all threads and with one.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import krippendorff
import numpy as np

PROGRAM, DRAWS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
PEER_DRAWS = int(sys.argv[3]) if len(sys.argv) > 3 else DRAWS
rng = np.random.default_rng(1)


def ours(values, groups, draws, *rest, threads=None):
    with tempfile.NamedTemporaryFile() as file:
        file.write(values.tobytes())
        file.flush()
        environment = dict(os.environ) | ({"RAYON_NUM_THREADS": str(threads)} if threads else {})
        found = []
        for _ in range(3):
            run = [PROGRAM, file.name, str(len(values)), str(groups), str(draws), *rest]
            found.append(json.loads(subprocess.run(run, capture_output=True, check=True, env=environment).stdout))
    return found[0] | {"seconds": statistics.median(each["seconds"] for each in found)}


def theirs(values, of_draw, counts):
    """Returns the seconds of a bootstrap, and its bounds; `of_draw` gives the units of a resample."""
    data = np.where(values == 255, np.nan, values.astype(float))
    begun, found = time.perf_counter(), []
    if counts:
        table = (values.T[..., None] == np.arange(values[values != 255].max() + 1)).sum(axis=1)
    for _ in range(PEER_DRAWS):
        units = of_draw()
        if counts:
            found.append(krippendorff.alpha(value_counts=table[units], level_of_measurement="nominal"))
        else:
            found.append(krippendorff.alpha(data[:, units], level_of_measurement="nominal"))
    return (time.perf_counter() - begun) * DRAWS / PEER_DRAWS, np.percentile(found, [2.5, 97.5])


def show(case, seconds, ratio, words=""):
    print(f"{case:<44}{seconds:>10.3f} s{ratio:>10.1f}  {words}", flush=True)


n, g = 100_000, 40
truth = rng.integers(0, 4, n)
hard = np.repeat(rng.uniform(0.1, 0.6, g), n // g)
values = np.where(rng.random((10, n)) < hard, rng.integers(0, 4, (10, n)), truth).astype(np.uint8)
values[rng.random(values.shape) < 0.05] = 255
blocks = np.arange(n).reshape(g, n // g)
alpha = krippendorff.alpha(np.where(values == 255, np.nan, values.astype(float)), level_of_measurement="nominal")
for case, groups, of_draw in [
    ("groups", g, lambda: blocks[rng.integers(0, g, g)].ravel()),
    ("units", 0, lambda: rng.integers(0, n, n)),
]:
    mine = ours(values, groups, DRAWS)
    one = ours(values, groups, DRAWS, threads=1)
    assert abs(mine["agreement"]["value"] - alpha) < 1e-9
    plain, bounds = theirs(values, of_draw, counts=False)
    counted, _ = theirs(values, of_draw, counts=True)
    interval = mine["agreement"]["interval"]
    words = f"{alpha:.4f}, {interval['low']:.4f} to {interval['high']:.4f}; package {bounds[0]:.4f} to {bounds[1]:.4f}"
    show(f"{case}: themata", mine["seconds"], 1, words)
    show(f"{case}: themata, one thread", one["seconds"], one["seconds"] / mine["seconds"])
    show(f"{case}: krippendorff, reliability data", plain, plain / mine["seconds"])
    show(f"{case}: krippendorff, value counts", counted, counted / mine["seconds"])

# Runs of equal coding; each coder ends some of them at another place.
n = 1_000_000
ends = np.cumsum(rng.geometric(1 / 80, n // 40))
codes = rng.integers(0, 6, len(ends))
first = codes[np.minimum(np.searchsorted(ends, np.arange(n), side="right"), len(codes) - 1)]
moved = np.sort(ends + rng.integers(-10, 11, len(ends)))
other = np.where(rng.random(len(codes)) < 0.25, rng.integers(0, 6, len(codes)), codes)
second = other[np.minimum(np.searchsorted(moved, np.arange(n), side="right"), len(codes) - 1)]
values = np.stack([first, second]).astype(np.uint8)
mine, drawn = ours(values, g, 0, "runs"), ours(values, g, DRAWS, "runs")
single = ours(values, g, 0)
taken = []
for _ in range(3):
    begun = time.perf_counter()
    alpha = krippendorff.alpha(values.astype(float), level_of_measurement="nominal")
    taken.append(time.perf_counter() - begun)
assert abs(mine["agreement"]["value"] - alpha) < 1e-9
theirs = statistics.median(taken)
show("characters: themata, by runs", mine["seconds"], 1, f"{alpha:.4f}, {mine['rows']} runs")
show(f"characters: themata, with {DRAWS} draws", drawn["seconds"], drawn["seconds"] / mine["seconds"])
show("characters: themata, each by itself", single["seconds"], single["seconds"] / mine["seconds"])
show("characters: krippendorff", theirs, theirs / mine["seconds"])
