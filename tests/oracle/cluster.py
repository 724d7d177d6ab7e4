"""Writes cluster.json, the results of scikit-learn on small data sets, for src/cluster/tests.rs.

pip install scikit-learn==1.9.1 numpy==2.4.6 && python tests/oracle/cluster.py
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import silhouette_samples

N, DIM, K = 72, 6, 5
rng = np.random.default_rng(20)
centres = rng.normal(size=(K, DIM))
centres /= np.linalg.norm(centres, axis=1, keepdims=True)
spread = np.repeat([0.10, 0.16, 0.22, 0.28, 0.34], [20, 17, 14, 12, 9])
rows = centres[np.repeat(np.arange(K), [20, 17, 14, 12, 9])] + spread[:, None] * rng.normal(size=(N, DIM))
rows[5] = rows[4]  # duplicates are part of the data
rows[40] = rows[39]
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
rows = np.round(rows, 6)
rows = rows[rng.permutation(N)]

# Values in single precision, as the library stores them; computed in double precision.
x = rows.astype(np.float32).astype(np.float64)
k_means = []
for k in (2, 3, 5, 7):
    starts = []
    while len(starts) < 8:
        start = rng.choice(N, k, replace=False)
        if len(np.unique(x[start], axis=0)) < k:
            continue
        found = KMeans(k, init=x[start], n_init=1, tol=0.0, max_iter=300).fit(x)
        starts.append({"rows": start.tolist(), "labels": found.labels_.tolist(), "inertia": found.inertia_})
    labels = min(starts, key=lambda start: start["inertia"])["labels"]
    silhouettes = silhouette_samples(x, labels, metric="cosine")
    k_means.append({"starts": starts, "labels": labels, "silhouettes": np.round(silhouettes, 9).tolist()})
dbscan = []
for eps, min_samples in ((0.02, 2), (0.05, 3), (0.05, 5), (0.10, 4), (0.15, 8)):
    found = DBSCAN(eps=eps, min_samples=min_samples, metric="cosine").fit(x)
    dbscan.append({
        "eps": eps,
        "min_samples": min_samples,
        "labels": found.labels_.tolist(),
        "cores": found.core_sample_indices_.tolist(),
    })
agglomerative = []
for linkage, metric in (("ward", "euclidean"), ("average", "cosine")):
    for k in (2, 3, 5, 9, 20):
        labels = AgglomerativeClustering(k, linkage=linkage, metric=metric).fit_predict(x)
        agglomerative.append({"linkage": linkage, "labels": labels.tolist()})
hdbscan = []
for min_cluster_size, min_samples in ((3, 2), (5, 3), (5, 5), (8, 4)):
    labels = HDBSCAN(min_cluster_size=min_cluster_size, min_samples=min_samples, copy=True).fit_predict(x)
    hdbscan.append({"min_cluster_size": min_cluster_size, "min_samples": min_samples, "labels": labels.tolist()})
out = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "dim": DIM,
    "rows": rows.reshape(-1).tolist(),
    "k_means": k_means,
    "dbscan": dbscan,
    "agglomerative": agglomerative,
    "hdbscan": hdbscan,
}
path = pathlib.Path(__file__).with_name("cluster.json")
path.write_text(json.dumps(out, separators=(",", ":")).replace('"k_means"', '\n"k_means"').replace('"dbscan"', '\n"dbscan"').replace('"agglomerative"', '\n"agglomerative"') + "\n")
