"""Writes coefficients.json, the expected values of src/compare/coefficients/tests/oracle.rs: python3 coefficients.py

Needs numpy, scikit-learn, krippendorff, statsmodels and nltk; the file records the versions that made it. There are 240 random codings of 2 to
6 coders, 2 to 8 categories, 5 to 80 units and up to 40 % missing values, with even to skewed categories, and 60 codings with sets of codes. A
coding is one string per coder with one digit per unit, `.` for no value.

Sources of the values:
- cohen_kappa: sklearn.metrics.cohen_kappa_score, two coders, on the units that both coded (it does not allow missing values);
- nominal, ordinal, interval, ratio: krippendorff.alpha, on the numbers of the categories;
- fleiss_kappa: statsmodels.stats.inter_rater.fleiss_kappa, complete codings;
- scott_pi: nltk.metrics.agreement.AnnotationTask.pi, complete codings of two coders;
- masi, jaccard: nltk AnnotationTask.alpha with masi_distance and jaccard_distance;
- percent, holsti, gwet_ac1, gwet_ac2: no library; computed here from their definitions, unit by unit and pair by pair.

Differences from this program:
- if both coders gave one category, scikit-learn returns nan; if nothing varies, krippendorff raises an error and NLTK's alpha returns 1; NLTK's pi
  raises an error. These values are null here, and a reason in the program;
- scikit-learn and krippendorff use the categories that occur, as kappa and alpha are defined. For AC1 the list of categories is given;
- NLTK's masi_distance and jaccard_distance divide by zero for two empty sets, so no set is empty here. Its alpha uses a distance without squaring
  it, as Passonneau does. NLTK represents a missing value by a missing triple;
- DKPro's MASI distance is not Passonneau's: see the test of published values.
"""
import itertools
import json
import pathlib
import warnings

import krippendorff
import nltk
import numpy as np
import sklearn
import statsmodels
from nltk.metrics import jaccard_distance, masi_distance
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

warnings.filterwarnings("ignore")
rng = np.random.default_rng(6)


def number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def coding(n_coders, n_categories, n_units, missing, skew):
    shares = rng.dirichlet(np.full(n_categories, skew))
    truth = rng.choice(n_categories, n_units, p=shares)
    noise = rng.uniform(0.1, 0.9)
    values = np.where(
        rng.random((n_coders, n_units)) < noise,
        rng.choice(n_categories, (n_coders, n_units), p=shares),
        truth,
    ).astype(float)
    values[rng.random(values.shape) < missing] = np.nan
    return values


def alpha(values, numbers, level):
    data = np.array([[np.nan if np.isnan(v) else numbers[int(v)] for v in row] for row in values])
    pairable = data[:, (~np.isnan(data)).sum(axis=0) > 1]
    if len(np.unique(pairable[~np.isnan(pairable)])) < 2:
        return None
    return number(krippendorff.alpha(data, level_of_measurement=level))


def columns(values):
    for column in values.T:
        given = [int(v) for v in column if not np.isnan(v)]
        if given:
            yield given


def percent(values):
    shares = [
        np.mean([a == b for a, b in itertools.combinations(given, 2)]) for given in columns(values) if len(given) > 1
    ]
    return number(np.mean(shares)) if shares else None


def holsti(values):
    found = []
    for a, b in itertools.combinations(values, 2):
        n = (~np.isnan(a)).sum() + (~np.isnan(b)).sum()
        if n:
            found.append(2 * (a == b).sum() / n)
    return number(np.mean(found))


def gwet(values, q, numbers=None):
    def weight(a, b):
        if numbers is None:
            return float(a == b)
        return 1 - (numbers[a] - numbers[b]) ** 2 / (max(numbers) - min(numbers)) ** 2

    shares = [np.mean([weight(a, b) for a, b in itertools.combinations(u, 2)]) for u in columns(values) if len(u) > 1]
    if not shares:
        return None
    pi = np.mean([np.bincount(u, minlength=q) / len(u) for u in columns(values)], axis=0)
    total = sum(weight(a, b) for a in range(q) for b in range(q))
    chance = total / (q * (q - 1)) * (pi * (1 - pi)).sum()
    return number((np.mean(shares) - chance) / (1 - chance))


def cohen(values):
    both = values[:, ~np.isnan(values).any(axis=0)].astype(int)
    if both.shape[1] == 0:
        return None
    return number(cohen_kappa_score(both[0], both[1]))


def triples(values):
    for coder, row in enumerate(values):
        for unit, value in enumerate(row):
            yield coder, unit, value


def numeric(i):
    n_coders, q = int(rng.integers(2, 7)), int(rng.integers(2, 9))
    missing = [0.0, rng.uniform(0, 0.4)][i % 2]
    values = coding(n_coders, q, int(rng.integers(5, 81)), missing, [0.3, 1.0, 10.0][i % 3])
    numbers = sorted(rng.choice(40, q, replace=False).tolist())
    found = {level: alpha(values, numbers, level) for level in ["nominal", "ordinal", "interval", "ratio"]}
    found |= {"percent": percent(values), "holsti": holsti(values), "gwet_ac1": gwet(values, q)}
    found["gwet_ac2"] = gwet(values, q, numbers)
    several = len(np.unique(values[~np.isnan(values)])) > 1
    if n_coders == 2:
        found["cohen_kappa"] = cohen(values)
    if not np.isnan(values).any():
        table = aggregate_raters(values.T.astype(int))[0]
        found["fleiss_kappa"] = number(fleiss_kappa(table)) if several else None
        if n_coders == 2:
            found["scott_pi"] = number(AnnotationTask(data=triples(values.astype(int))).pi()) if several else None
    rows = ["".join("." if np.isnan(v) else str(int(v)) for v in row) for row in values]
    return {"coders": rows, "numbers": numbers, "values": found}


def of_sets():
    n_coders, n_units, n_codes = int(rng.integers(2, 5)), int(rng.integers(5, 40)), int(rng.integers(2, 5))
    sets = [[k for k in range(n_codes) if bits >> k & 1] for bits in range(1, 2**n_codes)]
    values = coding(n_coders, len(sets), n_units, rng.uniform(0, 0.3), 1.0)
    data = [(c, u, frozenset(sets[int(v)])) for c, u, v in triples(values) if not np.isnan(v)]
    # NLTK does not document units with one value: leave them out, as the definition does.
    paired = {u for u in range(n_units) if sum(1 for _, unit, _ in data if unit == u) > 1}
    data = [(c, u, v) for c, u, v in data if u in paired]
    rows = [[None if np.isnan(v) else int(v) for v in row] for row in values]
    several = len({v for _, _, v in data}) > 1
    found = {
        name: number(AnnotationTask(data=data, distance=distance).alpha()) if several else None
        for name, distance in [("masi", masi_distance), ("jaccard", jaccard_distance)]
    }
    return {"coders": rows, "sets": sets, "values": found}


made = {
    "made_with": {
        module.__name__: module.__version__ for module in [np, sklearn, statsmodels, nltk]
    } | {"krippendorff": __import__("importlib.metadata").metadata.version("krippendorff")},
    "numeric": [numeric(i) for i in range(240)],
    "sets": [of_sets() for _ in range(60)],
}
text = json.dumps(made, separators=(",", ":")).replace('{"coders"', '\n{"coders"')
pathlib.Path(__file__).with_name("coefficients.json").write_text(text + "\n")
