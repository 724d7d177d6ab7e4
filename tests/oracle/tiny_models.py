"""Writes tests/model/tiny/NAME/ and tests/model/tiny/reference.json: small random sentence-transformers and their embeddings.

    pip install sentence-transformers==5.1.2 transformers==4.57.6 tokenizers==0.22.2
    HF_HUB_OFFLINE=1 python tests/oracle/tiny_models.py tests/model/tiny
    HF_HUB_OFFLINE=1 python tests/oracle/tiny_models.py tests/model/tiny --perturb

The weights have no meaning: they are drawn from a seed, with a spread so large that an error in any part changes the embedding. For the reference,
sentence-transformers saves each directory and loads it again, in single precision. Vectors are the output of the directory's modules, without
further normalisation. `--perturb` writes nothing; it shows for each model how much the cosine falls if one part is omitted or read wrongly.

What sentence-transformers and the reference do:
- a text loses white space at both ends after the prompt is put before it;
- without a prompt's name the prompt `default_prompt_name` is used, if there is one; `prompt=""` uses none;
- `include_prompt: false` in the pooling excludes the tokens of the prompt and the special token before them from the mean
  (`prompt_tokens_pooled` is false in such a set of the reference); the encoder still receives them.
"""

import collections
import json
import math
import pathlib
import shutil
import struct
import sys
import unicodedata
import zlib

import numpy as np
import sentence_transformers
import tokenizers
import torch
import transformers
from sentence_transformers import SentenceTransformer, models
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors, trainers

LONG = (
    "We sat in the room and it was late and no one said a word. I had to sit on the floor, and the day was long, and I was so tired that "
    "I said no to the one who sat there. And then I said it: I was afraid. It was not the day, it was not the room, it was that no one "
    "had said it. So we sat there, and one said that it was the same on the ward, and then the one who was so late said he had to go."
)

TEXTS = [
    "",
    "Okay.",
    "We sat in the room and no one said a word.",
    "Ich hatte Angst, und das konnte ich erst in der Gruppe sagen.",
    "No lo dije en la sala, lo dije después en el grupo.",
    "من آن روز در اتاق نشستم و هیچ نگفتم.",
    "我那天很累，什么也没有说。",
    "🙂🙂 that was it 👍🏽",
    "  tab\tand\nline\r\nends   and spaces \n",
    LONG,
    "Я боялся. 彼女は黙っていた。 ☂",
    "NAÏVE Café Zürich — Straße, DESPUÉS, cafe\u0301",
    "At 06:40 it was 182/97, in room 7: (no), [no], no…",
    "\ufb01rst ①２３ ℃ Ｗｅ\u3000ｓａｔ",
    "it was it was it was it was, was it?",
]

TRAINING = [LONG] * 6 + [
    "No one said a word. Okay, it was late. That was the end of the day, and that was that, was it?",
    "At 06:40 in room 7 it was 182/97, and at 5:30 it was not. (no) [no]; \"no\" - it's line 1, tab 3, ends and spaces.",
    "Ich hatte Angst, und das konnte ich nicht sagen. In der Gruppe sagte ich es erst am Ende, und das war gut für mich.",
    "Die Straße war lang, und wir saßen in der Gruppe und hatten Zeit. Ich konnte das sagen, ich hatte Angst.",
    "No lo dije en la sala. Lo dije después, en el grupo, y la verdad es que no lo dije bien. El café, la sala, el niño.",
    "El grupo no dijo nada en la sala, y yo lo dije después de la reunión.",
    "من آن روز در اتاق نشستم و هیچ نگفتم. آن روز من خسته بودم و در اتاق ماندم.",
    "در آن اتاق هیچ نگفتم و آن روز را از یاد نبردم.",
    "我那天很累，什么也没有说。那天我没有说，我很累。",
    "我们说了，没有什么。那天很累。",
    "🙂 that was it 👍 🙂🙂",
]

PROMPTS = {"query": "query: ", "passage": "passage: "}


def vocabulary(tokenizer, marks, size, inner=""):
    """Returns tokens in a fixed order: special tokens, single characters, then the parts of words that save most tokens; `inner` marks parts inside a word.

    The trainers of the library break ties differently from run to run.
    """
    counts, gains = collections.Counter(), collections.Counter()
    for text in TRAINING:
        for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text)):
            for start in range(len(word)):
                for end in range(start + 1, min(len(word), start + 10) + 1):
                    part = (inner if start else "") + word[start:end]
                    counts[part] += 1
                    if end - start > 1 and word[start:end].replace("▁", "x").isalpha():
                        ends = end == len(word) or not word[end].isalpha()
                        gains[part] += (end - start - 1) * (3 if ends and start == 0 else 1)
    single = sorted(part for part in counts if len(part) == (1 + len(inner) if part.startswith(inner) else 1))
    longer = sorted(gains, key=lambda part: (-gains[part], part))
    chosen = single + sorted(longer[: size - len(marks) - len(single)])
    total = sum(counts[part] for part in chosen)
    return marks + chosen, [0.0] * len(marks) + [round(math.log(counts[part] / total), 6) for part in chosen]


def word_piece(lowercase, marks, first, last, size=300):
    """Returns a WordPiece tokenizer like BERT's; `marks` are the special tokens from id 0 on, two of them around a text."""
    tokenizer = Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokens, _ = vocabulary(tokenizer, marks, size, "##")
    tokenizer.model = tokenizers.models.WordPiece({token: at for at, token in enumerate(tokens)}, unk_token="[UNK]")
    tokenizer.add_special_tokens(marks)
    ids = [(mark, tokenizer.token_to_id(mark)) for mark in (first, last)]
    tokenizer.post_processor = processors.TemplateProcessing(f"{first} $A {last}", f"{first} $A {last} $B:1 {last}:1", ids)
    tokenizer.decoder = tokenizers.decoders.WordPiece()
    return tokenizer


def bert_tokenizer(kind=transformers.BertTokenizerFast, lowercase=True):
    tokenizer = word_piece(lowercase, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "[CLS]", "[SEP]")
    return kind(tokenizer_object=tokenizer, do_lower_case=lowercase, model_max_length=128)


def mpnet_tokenizer():
    tokenizer = word_piece(True, ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"], "<s>", "</s>")
    ends = [("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>"))]
    tokenizer.post_processor = processors.RobertaProcessing(*ends, trim_offsets=True, add_prefix_space=False)
    return transformers.MPNetTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", do_lower_case=True, model_max_length=128)


def roberta_tokenizer():
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer = Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=marks, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.add_special_tokens(["<mask>"])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    return transformers.RobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=128)


def charsmap():
    """Returns a small map of characters in SentencePiece's format: a double-array trie from UTF-8 bytes to positions in a block of replacements."""
    pairs = {chr(c): " " for c in [9, 10, 13, 0x3000]}
    wide = [chr(c) for c in [*range(0xFF01, 0xFF5F), *range(0x2460, 0x2469), 0xFB00, 0xFB01, 0xFB02, 0x2026, 0x2103]]
    pairs.update((c, unicodedata.normalize("NFKC", c)) for c in wide)
    block, places = b"", {}
    for source, target in sorted(pairs.items()):
        places[source.encode()] = len(block)
        block += target.encode() + b"\0"
    trie = {}
    for key, place in places.items():
        node = trie
        for byte in key:
            node = node.setdefault(byte, {})
        node[0] = place
    units, taken = [0] * 8192, {0}

    def put(node, at):
        base = next(b for b in range(1, 8192) if not any((b ^ byte) in taken for byte in node))
        taken.update(base ^ byte for byte in node)
        units[at] |= (base ^ at) << 10 | (0x100 if 0 in node else 0)
        for byte, below in sorted(node.items()):
            if byte == 0:
                units[base] = below | 1 << 31
            else:
                units[base ^ byte] = byte
                put(below, base ^ byte)

    put(trie, 0)
    units = units[: (max(taken) | 0xFF) + 1]
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + block


def xlm_roberta_tokenizer(precompiled):
    tokenizer = Tokenizer(tokenizers.models.Unigram())
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    if precompiled:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap()), spaces])
        words = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(words)
    else:
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.model = tokenizers.models.Unigram(list(zip(*vocabulary(tokenizer, marks, 320))), unk_id=3)
    tokenizer.add_special_tokens([*marks, "<mask>"])
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", "<s> $A </s> </s> $B </s>", [("<s>", 0), ("</s>", 2)])
    tokenizer.decoder = tokenizers.decoders.Metaspace()
    return transformers.XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=128)


def shape(hidden, layers, heads, intermediate, eps=None):
    config = {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": intermediate,
        "max_position_embeddings": 160,
    }
    return config if eps is None else {**config, "layer_norm_eps": eps}


def dense(inner, outer, bias, activation):
    return lambda: models.Dense(inner, outer, bias=bias, activation_function=activation)


def catalogue():
    """Returns for each model: tokenizer, configuration, precision of its encoder's weights, whether the pooler is kept, pooling, further modules, prompts."""
    bert, roberta, xlm = transformers.BertConfig, transformers.RobertaConfig, transformers.XLMRobertaConfig
    marks = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "type_vocab_size": 1}
    tanh, identity = torch.nn.Tanh(), torch.nn.Identity()
    distil = {"dim": 24, "hidden_dim": 50, "n_layers": 2, "n_heads": 2, "max_position_embeddings": 160}
    buckets = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "relative_attention_num_buckets": 32}
    f32, f16, bf16 = torch.float32, torch.float16, torch.bfloat16
    bert_mean = bert(**shape(48, 2, 4, 96))
    bert_odd = bert(**shape(36, 3, 3, 50, 0.1))
    bert_dense = bert(**shape(48, 1, 4, 96))
    named_prompts = {"prompts": PROMPTS, "default_prompt_name": None}
    default_prompt = {"prompts": PROMPTS, "default_prompt_name": "query"}
    roberta_shape, xlm_shape, mpnet_shape = shape(32, 2, 4, 40, 0.05), shape(24, 2, 2, 40, 1e-5), shape(24, 2, 3, 40, 0.05)
    two = [dense(48, 64, False, identity), dense(64, 16, True, tanh)]
    one = [dense(48, 20, True, tanh), models.Normalize]
    return {
        "bert-mean": (bert_tokenizer(), bert_mean, f32, True, "mean", [models.Normalize], {}),
        "bert-odd": (bert_tokenizer(lowercase=False), bert_odd, bf16, True, "cls", [], {}),
        "bert-dense": (bert_tokenizer(), bert_dense, f16, False, "mean", one, {}),
        "bert-dense-identity": (bert_tokenizer(), bert_dense, f16, False, "max", two, {}),
        "roberta-mean": (roberta_tokenizer(), roberta(**roberta_shape, **marks), f16, False, "mean", [models.Normalize], {}),
        "xlm-roberta-cls": (xlm_roberta_tokenizer(True), xlm(**xlm_shape, **marks), f32, True, "cls", [models.Normalize], named_prompts),
        "xlm-roberta-prompt": (xlm_roberta_tokenizer(False), xlm(**xlm_shape, **marks), f16, False, "mean", [models.Normalize], default_prompt),
        "distilbert-mean": (
            bert_tokenizer(transformers.DistilBertTokenizerFast),
            transformers.DistilBertConfig(**distil),
            f16,
            False,
            "mean",
            [models.Normalize],
            {},
        ),
        "mpnet-mean": (mpnet_tokenizer(), transformers.MPNetConfig(**mpnet_shape, **buckets), f16, False, "mean", [models.Normalize], {}),
    }


def draw(module, rng):
    """Returns random weights, which are the same for the same seed, independently of torch's own generator."""
    for name, weights in sorted(module.named_parameters()):
        norm = "norm" in name.lower()
        if norm and name.endswith("weight"):
            values = rng.uniform(0.8, 1.2, weights.shape)
        elif "relative_attention_bias" in name:
            values = rng.normal(0.0, 1.5, weights.shape)
        elif "embedding" in name:
            values = rng.normal(0.0, 0.8 if "word" in name else 0.3, weights.shape)
        elif weights.ndim == 1:
            values = rng.normal(0.0, 0.25, weights.shape)
        else:
            values = rng.normal(0.0, 2.0 / math.sqrt(weights.shape[1]), weights.shape)
        weights.data = torch.from_numpy(values.astype(np.float32))


def make(name, entry, folder):
    tokenizer, config, precision, pooler, pooling, further, prompts = entry
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    config.vocab_size = len(tokenizer)
    encoder = transformers.AutoModel.from_config(config)
    if not pooler and hasattr(encoder, "pooler"):
        encoder.pooler = None
    draw(encoder, rng)
    # The module requires a directory to read from; it first gets one with the bare minimum.
    bare = folder / f".{name}"
    encoder.to(precision).save_pretrained(bare)
    tokenizer.save_pretrained(bare)
    transformer = models.Transformer(str(bare), max_seq_length=128, model_args={"dtype": precision})
    if not pooler and hasattr(encoder, "pooler"):
        transformer.auto_model.pooler = None
    shutil.rmtree(bare)
    transformer.auto_model.config._name_or_path = ""
    modules = [transformer, models.Pooling(transformer.get_word_embedding_dimension(), pooling_mode=pooling)]
    modules += [module() for module in further]
    for module in modules[2:]:
        draw(module, rng)
    model = SentenceTransformer(modules=modules, device="cpu", **prompts)
    model.save(str(folder / name), create_model_card=False)
    for file in (folder / name).rglob("*.safetensors"):
        file.chmod(0o644)


def load(path):
    return SentenceTransformer(str(path), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32})


def embed(model, **options):
    return model.encode(TEXTS, batch_size=1, normalize_embeddings=False, **options)


def reference(name, path):
    """Returns the sets of vectors of one model: without a named prompt, and with each of its named prompts."""
    model = load(path)
    alone = Tokenizer.from_file(str(path / "tokenizer.json"))
    assert alone.truncation is None and alone.padding is None
    prompts = {} if not any(model.prompts.values()) else {"query": "query: ", "passage": "passage: "}
    for prompt in ["", *prompts.values()]:
        for text in TEXTS:
            ids = model.tokenize([prompt + text])["input_ids"][0].tolist()
            assert ids == alone.encode((prompt + text).strip()).ids, (name, text)
            assert len(ids) < 128, (name, len(ids), text)
    default = model.prompts.get(model.default_prompt_name) if model.default_prompt_name else None
    wanted = [({}, default, True)]
    wanted += [({"prompt_name": key}, prompt, True) for key, prompt in prompts.items()]
    sets = []
    for options, prompt, pooled in wanted:
        sets.append({"options": options, "prompt": prompt, "prompt_tokens_pooled": pooled, "rows": embed(model, **options)})
    if default:
        sets.append({"options": {"prompt": ""}, "prompt": None, "prompt_tokens_pooled": True, "rows": embed(model, prompt="")})
        model.set_pooling_include_prompt(False)
        sets.append({"options": {}, "prompt": default, "prompt_tokens_pooled": False, "rows": embed(model)})
    for one in sets:
        one["rows"] = [[float(f"{v:.7f}") + 0.0 for v in row.tolist()] for row in one["rows"]]
    return {
        "name": name,
        "dim": model.get_sentence_embedding_dimension(),
        "tokens": [len(alone.encode(text.strip()).ids) for text in TEXTS],
        "sets": sets,
    }


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, entry in catalogue().items():
        shutil.rmtree(folder / name, ignore_errors=True)
        make(name, entry, folder)
        rows.append(reference(name, folder / name))
        size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
        print(f"{name}: {rows[-1]['dim']} values, {size / 1024:.0f} KiB, longest text {max(rows[-1]['tokens'])} tokens")
    versions = {p.__name__: p.__version__ for p in (sentence_transformers, transformers, tokenizers, torch)}
    text = json.dumps({"versions": versions, "texts": TEXTS, "models": rows}, ensure_ascii=False, separators=(",", ":"))
    for part in ['{"name"', '{"options"', ',[', '"texts"', '"models"']:
        text = text.replace(part, part.replace(",", ",\n") if part == ",[" else "\n" + part)
    (folder / "reference.json").write_text(text + "\n", encoding="utf-8")


def perturb(folder):
    """Prints for each model the errors that change the embeddings least: one minus the least cosine over the texts."""
    for name in catalogue():
        model = load(folder / name)
        truth = embed(model)

        def moved():
            found = embed(model)
            lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(truth, axis=1)
            return float(1.0 - ((found * truth).sum(axis=1) / lengths).min())

        drops = {}
        for key, weights in model.named_parameters():
            # A key's bias changes nothing under softmax, and pooling does not use the pooler.
            if any(part in key for part in ("pooler", "key.bias", "k_lin.bias", "attn.k.bias")):
                continue
            kept = weights.data
            if kept.ndim == 1:
                weights.data = torch.ones_like(kept) if "norm" in key.lower() and key.endswith("weight") else torch.zeros_like(kept)
            else:
                weights.data = kept.roll(1, 0) if len(kept) > 1 else 0 * kept
            drops[key] = moved()
            weights.data = kept
        norms = [(module, module.eps) for module in model.modules() if isinstance(module, torch.nn.LayerNorm)]
        for module, eps in norms:
            module.eps = 1e-12 if eps > 1e-4 else 1e-2
        drops["eps of layer norms"] = moved()
        for module, eps in norms:
            module.eps = eps
        least = sorted(drops.items(), key=lambda pair: pair[1])[:4]
        print(f"{name}: " + "; ".join(f"{key.removeprefix('0.auto_model.')} {drop:.1e}" for key, drop in least))


if __name__ == "__main__":
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    (perturb if "--perturb" in sys.argv[2:] else main)(pathlib.Path(sys.argv[1]))
