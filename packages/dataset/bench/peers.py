"""Counts the texts of a chat file with a tokenizer of Python: peers.py PEER RANKS|TOKENIZER.JSON FILE; one line of JSON.

RANKS holds `base64 rank` lines, as tiktoken's own files do.
"""
import base64
import json
import sys

SPLIT = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])
BATCH = 2000


def counter(peer, path):
    if peer == "tiktoken":
        from tiktoken import Encoding

        with open(path, "rb") as lines:
            ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
        encode = Encoding("o200k_base", pat_str=SPLIT, mergeable_ranks=ranks, special_tokens={}).encode_ordinary
        return lambda texts: sum(len(encode(text)) for text in texts)
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    return lambda texts: sum(len(one.ids) for one in tokenizer.encode_batch(texts, add_special_tokens=False))


peer, path, file = sys.argv[1:]
count = counter(peer, path)
tokens, texts = 0, []
with open(file, "rb") as lines:
    for line in lines:
        texts.extend(message["content"] for message in json.loads(line)["messages"])
        if len(texts) >= BATCH:
            tokens += count(texts)
            texts = []
tokens += count(texts)
print(json.dumps({"tokens": tokens}))
