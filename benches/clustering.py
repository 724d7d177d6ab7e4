"""Compares clustering with other programs: agreement with human codings, and time.

    pip install bertopic==0.17.4 umap-learn scikit-learn
    cargo build --release
    python benches/tables.py FOLDER_OF_CORPORA TABLES
    python benches/clustering.py agreement target/release/themata TABLES/*.tsv
    python benches/clustering.py time target/release/themata TABLES/held-out-banking77-train.tsv 10000

`agreement`: every algorithm of themata, with its own number of clusters and with as many clusters as there are labels; scikit-learn's k-means (ten
starts), Ward and average linkage, and UMAP (5 dimensions, as in BERTopic) with k-means, with the number of labels given; BERTopic with its
defaults, and with its outliers assigned to topics afterwards (`reduce_outliers`, strategy "embeddings"), which find the number themselves. The
other programs get the vectors that `themata embed` writes. All measures count noise as one more group. UMAP has a seed, so that a run can be
repeated: three seeds, the median.

`time`: the whole of clustering by k-means (each number from 2 to 40, ten starts each, the silhouette of each) by themata and by scikit-learn on
the same N rows, one after the other, and `auto` for comparison. The time is that of the process of `cargo bench --bench cluster`, from the vectors
on.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
sys.path.pop(0)  # bertopic.py beside this file is another program
os.environ.setdefault("TQDM_DISABLE", "1")
csv.field_size_limit(10**9)
SEEDS = [0, 1, 2]


def rows_of(table):
    with open(table, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def vectors(themata, texts):
    """Returns the vectors that themata embeds, for all programs."""
    import numpy as np

    with tempfile.TemporaryDirectory() as place:
        lines, matrix = os.path.join(place, "texts.txt"), os.path.join(place, "rows.npy")
        with open(lines, "w", encoding="utf-8") as file:
            file.writelines(" ".join(text.split()) + "\n" for text in texts)
        subprocess.run([themata, "embed", "-q", lines, "--output", matrix], check=True)
        return np.load(matrix)


def measured(labels, found, seconds):
    import numpy as np
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    found = np.asarray(found)
    return {
        "n_clusters": len(set(found.tolist()) - {-1}),
        "noise_share": float((found == -1).mean()),
        "ari": adjusted_rand_score(labels, found),
        "ami": adjusted_mutual_info_score(labels, found),
        "seconds": seconds,
    }


def say(table, name, result):
    print(json.dumps({"table": os.path.basename(table), "method": name, **{k: round(v, 4) for k, v in result.items()}}), flush=True)


def ours(themata, table):
    grouped = ["--group", "group"] if all(row["group"] for row in rows_of(table)) else []
    for asked in ([], ["--as-many-as-labels"]):
        command = [themata, "evaluate", table, "--text", "text", "--label", "label", "--algorithm", "all", "--json", "-q", *grouped, *asked]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        for result in found["results"]:
            kept = {key: result[key] for key in ("n_clusters", "noise_share", "ari", "ami", "seconds")}
            say(table, f"themata {result['algorithm']}" + (", number of labels" if asked else ""), kept)
    if found["supervised_ceiling"]:
        ceiling = found["supervised_ceiling"]
        say(table, "trained on the labels", {key: ceiling[key] for key in ("n_clusters", "noise_share", "ari", "ami")})


def median_of(runs):
    """Returns the run with the median AMI."""
    return sorted(runs, key=lambda run: run["ami"])[len(runs) // 2]


def peers(themata, table):
    import numpy as np
    from bertopic import BERTopic
    from sklearn.cluster import AgglomerativeClustering, KMeans
    from umap import UMAP

    rows = rows_of(table)
    texts, labels = [row["text"] for row in rows], np.unique([row["label"] for row in rows], return_inverse=True)[1]
    k, x = int(labels.max()) + 1, vectors(themata, texts)

    def timed(name, fit):
        start = time.perf_counter()
        found = fit()
        say(table, name, measured(labels, found, time.perf_counter() - start))

    timed("k-means, number of labels", lambda: KMeans(k, n_init=10, random_state=0).fit_predict(x))
    if len(x) <= 12_000:
        timed("Ward, number of labels", lambda: AgglomerativeClustering(k, linkage="ward").fit_predict(x))
        timed("average, number of labels", lambda: AgglomerativeClustering(k, linkage="average", metric="cosine").fit_predict(x))
    plain, reduced, around = [], [], []
    for seed in SEEDS:
        umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
        start = time.perf_counter()
        model = BERTopic(embedding_model=None, umap_model=umap)
        topics, _ = model.fit_transform(texts, x)
        plain.append(measured(labels, topics, time.perf_counter() - start))
        given = topics
        if -1 in topics and len(set(topics)) > 1:
            given = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=x)
        reduced.append(measured(labels, given, time.perf_counter() - start))
        start = time.perf_counter()
        found = KMeans(k, n_init=10, random_state=seed).fit_predict(umap.embedding_)
        around.append(measured(labels, found, time.perf_counter() - start))
    say(table, "BERTopic", median_of(plain))
    say(table, "BERTopic + reduce_outliers", median_of(reduced))
    say(table, "UMAP + k-means, number of labels", median_of(around))


def program():
    """Returns the newest build of benches/cluster.rs."""
    built = subprocess.run(
        ["cargo", "bench", "--bench", "cluster", "--no-run", "--message-format", "json"], check=True, capture_output=True, text=True
    ).stdout
    return next(json.loads(line)["executable"] for line in built.splitlines() if '"executable":"' in line and '"name":"cluster"' in line)


def sklearn_choice(x):
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    for k in range(2, 41):
        silhouette_score(x, KMeans(k, n_init=10, random_state=0).fit_predict(x))


def seconds(themata, table, n, rounds=3):
    import numpy as np

    x = vectors(themata, [row["text"] for row in rows_of(table)][: int(n)])
    cluster = program()
    with tempfile.TemporaryDirectory() as place:
        matrix = os.path.join(place, "rows.npy")
        np.save(matrix, x)
        taken = {}
        for _ in range(int(rounds)):
            start = time.perf_counter()
            sklearn_choice(x)
            taken.setdefault("scikit-learn", []).append(time.perf_counter() - start)
            for algorithm in ("k-means", "auto"):
                line = json.loads(subprocess.run([cluster, matrix, algorithm], check=True, capture_output=True).stdout)
                taken.setdefault(f"themata {algorithm}", []).append(line["seconds"])
                print(line, flush=True)
            print({name: [round(t, 1) for t in times] for name, times in taken.items()}, flush=True)
    base = statistics.median(taken["scikit-learn"])
    for name, times in taken.items():
        print(f"{name}: {statistics.median(times):.1f} s [{min(times):.1f}–{max(times):.1f}], ratio {statistics.median(times) / base:.3f}")


if __name__ == "__main__":
    what, themata, *rest = sys.argv[1:]
    if what == "time":
        seconds(themata, *rest)
    else:
        for table in rest:
            ours(themata, table)
            peers(themata, table)
