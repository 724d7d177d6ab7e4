"""Measures how people talk in the invented study and in two corpora of real conversations.

    pip install numpy python-docx
    python benches/talk.py target/release/themata FOLDER_OF_CORPORA [FOLDER_OF_A_STUDY]

FOLDER_OF_CORPORA holds pdpilot-interviews (github.com/DanielKerrigan/PDPilotUserStudy, `turns.tsv`) and primock57 (github.com/babylonhealth/primock57,
`utterances.tsv`: what one person says without a break is one turn). FOLDER_OF_A_STUDY is data/balint, or an older version of it.

Words in brackets and marks are not counted. The type–token ratio is the mean over windows of 1,000 words of all turns of one side, one after the other.
A question of the guide is a turn of the interviewer with a question mark and at least six words; its answer is what the participant says until the next
one. Of answers of at least fifteen words, three figures are printed, all by cosine and all between different interviews: how near the nearest question of
each other interview is, on average; Pearson's correlation, over pairs of answers, of the likeness of their questions with their own; and the same
likeness of questions for each answer and the nearest answer, beside that of any two.
"""

import collections
import csv
import itertools
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import docx
import numpy as np

PROGRAM, CORPORA = sys.argv[1], pathlib.Path(sys.argv[2])
STUDY = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else "data/balint")
WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*", re.IGNORECASE)
LINE = re.compile(r"(Interviewer|I|B|P|P\d\d|Participant 5|Dr\. \w+): (.*)")
FILLERS = "um uh er erm hm hmm mm mmm mhm ah oh yeah okay ok like|you know|i mean|kind of|sort of|i guess|i think|i don't know"


def words(text):
    plain = re.sub(r"<[^>]*>|[\[(][^\])]*[\])]", " ", text)
    return [word.lower().replace("’", "'") for word in WORD.findall(plain)]


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def joined(said):
    """Yields conversation, whether it is the interviewer, and the words of a turn."""
    for (talk, asks), turn in itertools.groupby(said, lambda one: one[:2]):
        yield talk, asks, " ".join(text for _, _, text in turn)


def pdpilot():
    return [(row["participant"], row["speaker"] != "Participant", row["text"]) for row in table(CORPORA / "pdpilot-interviews/turns.tsv")]


def primock():
    return list(joined((row["consultation"], row["speaker"] == "doctor", row["text"]) for row in table(CORPORA / "primock57/utterances.tsv")))


def lines(path):
    if path.suffix == ".docx":
        return [paragraph.text for paragraph in docx.Document(path).paragraphs]
    return path.read_text(encoding="utf-8").split("\n")


def said(path):
    name = None
    for line in lines(path)[1:]:
        line = re.sub(r" #\d\d:\d\d:\d\d-\d#$", "", line)
        alone, cue = re.fullmatch(r"(\S.*?) {2,3}\d+:\d\d", line), re.fullmatch(r"<v ([^>]*)>(.*)</v>", line)
        found = cue or LINE.fullmatch(line)
        if alone:
            name = alone[1]
        elif found:
            yield path.stem, found[1] in ("Interviewer", "I"), found[2]
        elif name and line:
            yield path.stem, name == "Interviewer", line


def study():
    files = sorted(file for file in STUDY.iterdir() if re.fullmatch(r"P\d\d\..*", file.name))
    return list(joined(one for file in files for one in said(file)))


def fillers(said):
    single, *phrases = FILLERS.split("|")
    n = sum(word in single.split() for word in said)
    for phrase in map(str.split, phrases):
        n += len(phrase) * sum(said[i : i + len(phrase)] == phrase for i in range(len(said)))
    return 100 * n / len(said)


def embedded(texts):
    with tempfile.TemporaryDirectory() as folder:
        source, rows = pathlib.Path(folder, "texts.csv"), pathlib.Path(folder, "rows.npy")
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text"], *([text] for text in texts)])
        subprocess.run([PROGRAM, "embed", source, "--text-column", "text", "--output", rows], check=True, capture_output=True)
        vectors = np.load(rows)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def sides(turns):
    for asks in (False, True):
        each = [count for talk, who, text in turns if who == asks and (count := len(words(text)))]
        all_words = [word for talk, who, text in turns if who == asks for word in words(text)]
        low, middle, high = statistics.quantiles(each, n=4)
        ratio = statistics.mean(len(set(all_words[i : i + 1000])) / 1000 for i in range(0, len(all_words) - 999, 1000))
        twice = 100 * sum(a == b for a, b in itertools.pairwise(all_words)) / len(all_words)
        short = 100 * sum(count <= 3 for count in each) / len(each)
        print(f"  {'interviewer' if asks else 'participant'}: {len(each)} turns, {sum(each)} words; words a turn {middle:.0f} ({low:.0f}–{high:.0f}),", end=" ")
        print(f"mean {statistics.mean(each):.0f}, of three words or fewer {short:.0f} %;", end=" ")
        print(f"type–token ratio {ratio:.3f}; fillers {fillers(all_words):.1f} %; same word twice {twice:.1f} %")


def guide(turns):
    answers, last = [], None
    for talk, asks, text in turns:
        text = re.sub(r"<[^>]*>", "", text)
        if asks and "?" in text and len(words(text)) >= 6:
            last = [talk, text, ""]
            answers.append(last)
        elif last and talk == last[0] and not asks:
            last[2] += " " + text
        elif last and talk != last[0]:
            last = None
    answers = [one for one in answers if len(words(one[2])) >= 15]
    talks = np.array([talk for talk, _, _ in answers])
    asked, told = (rows @ rows.T for rows in (embedded([one[k] for one in answers]) for k in (1, 2)))
    others = talks[:, None] != talks[None, :]
    pairs = np.triu(others, 1)
    nearest = np.mean([np.mean([asked[i][talks == talk].max() for talk in set(talks) - {talks[i]}]) for i in range(len(talks))])
    r = np.corrcoef(asked[pairs], told[pairs])[0, 1]
    beside = asked[np.arange(len(talks)), np.where(others, told, -9).argmax(axis=1)].mean()
    print(f"  {len(answers)} answers: nearest question of another interview {nearest:.2f}; correlation {r:.2f};", end=" ")
    print(f"questions of the nearest answers {beside:.2f}, of any two {asked[pairs].mean():.2f}")


for name, turns in {"pdpilot-interviews": pdpilot(), "primock57": primock(), str(STUDY): study()}.items():
    print(f"{name}: {len(turns) / len(collections.Counter(talk for talk, _, _ in turns)):.0f} turns each")
    sides(turns)
    guide(turns)
