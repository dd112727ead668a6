"""Counts the files of a manifest as a step of a datatrove pipeline, on any of its executors.

    LocalPipelineExecutor(pipeline=[count("m.json", "parts")], tasks=64).run()     # then: tunecast merge parts
"""
import os
import shlex
import subprocess

TUNECAST = shlex.split(os.environ.get("TUNECAST", "npx tunecast"))


def count(manifest, out, options=()):
    def step(data, rank=0, world_size=1):
        task = ["profile", "--manifest", manifest, "--task", f"{rank + 1}/{world_size}", "--out", out, *options]
        subprocess.run([*TUNECAST, *task], check=True)
        yield from data or ()

    return step
