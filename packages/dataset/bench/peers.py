"""Counts the texts of a chat file with a tokenizer of Python: peers.py PEER RANKS|TOKENIZER.JSON FILE LIMIT; one line of JSON.

RANKS holds `base64 rank` lines, as tiktoken's own files do.
"""
import base64
import json
import resource
import sys
import time

SPLIT = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])
BATCH = 2000


def tiktoken(path):
    from tiktoken import Encoding

    with open(path, "rb") as lines:
        ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
    return Encoding("o200k_base", pat_str=SPLIT, mergeable_ranks=ranks, special_tokens={})


def counter(peer, path):
    if peer == "tiktoken-python":
        encode = tiktoken(path).encode_ordinary
        return lambda texts: sum(len(encode(text)) for text in texts)
    if peer == "gigatoken":
        from gigatoken import Tokenizer

        tokenizer = Tokenizer.from_tiktoken(path, pretokenizer="o200k")
        return lambda texts: sum(len(ids) for ids in tokenizer.encode_batch(texts))
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    return lambda texts: sum(len(one.ids) for one in tokenizer.encode_batch(texts, add_special_tokens=False))


peer, path, file, limit = sys.argv[1:]
count = counter(peer, path)
started, used = time.perf_counter(), time.process_time()
tokens, seen, texts = 0, 0, []
with open(file, "rb") as lines:
    for line in lines:
        seen += len(line)
        texts.extend(message["content"] for message in json.loads(line)["messages"])
        if len(texts) >= BATCH:
            tokens += count(texts)
            texts = []
        if seen >= float(limit):
            break
tokens += count(texts) if texts else 0
print(json.dumps({
    "tokens": tokens, "bytes": seen, "seconds": time.perf_counter() - started, "cpu": time.process_time() - used,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
