"""Counts on Spark with tunecast: one profile a partition, merged by treeReduce.

    spark-submit engines/spark.py "s3a://bucket/train/*.jsonl.gz" > profile.json     # rows that Spark reads
    spark-submit engines/spark.py m.json --tasks 64 > profile.json                   # files of a manifest

Tasks may run twice (speculation, retries): a partition counts once, whichever copy arrives.
"""
import os
import shlex
import subprocess
import sys

TUNECAST = shlex.split(os.environ.get("TUNECAST", "npx tunecast"))


def run(arguments, text=b""):
    done = subprocess.run([*TUNECAST, *arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def merge(one, other):
    return run(["merge", "-"], one + other)


def profile_rows(rows, source, options=()):
    """The profile of all rows of an RDD of texts: JSON or other lines."""
    partitions = rows.getNumPartitions()

    def counted(index, lines):
        part = ["profile", "-", "--shard", f"{index + 1}/{partitions}", "--source", source, *options]
        yield run(part, b"".join(line.encode() + b"\n" for line in lines))

    return rows.mapPartitionsWithIndex(counted).treeReduce(merge)


def profile_manifest(context, manifest, tasks, options=()):
    """The profile of the files of a manifest that every executor can read."""

    def counted(task):
        return run(["profile", "--manifest", manifest, "--task", f"{task}/{tasks}", *options])

    return context.parallelize(range(1, tasks + 1), tasks).map(counted).treeReduce(merge)


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    path, *options = sys.argv[1:]
    context = SparkSession.builder.appName("tunecast").getOrCreate().sparkContext
    if options[:1] == ["--tasks"]:
        profile = profile_manifest(context, path, int(options[1]), options[2:])
    else:
        profile = profile_rows(context.textFile(path), path, options)
    sys.stdout.buffer.write(profile)
