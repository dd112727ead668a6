"""Counts the rows of an RDD with tunecast: one profile a partition, merged by treeReduce.

    spark-submit engines/spark.py "s3a://bucket/train/*.jsonl.gz" > profile.json

Tasks may run twice (speculation, retries): a partition counts once, whichever copy arrives.
"""
import os
import shlex
import subprocess
import sys

TUNECAST = shlex.split(os.environ.get("TUNECAST", "npx tunecast"))


def run(arguments, text):
    done = subprocess.run([*TUNECAST, *arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())
    return done.stdout


def count(source, partitions, options=()):
    """A function for mapPartitionsWithIndex: rows of JSON (or other lines) in, one profile out."""

    def counted(index, rows):
        part = ["profile", "-", "--shard", f"{index + 1}/{partitions}", "--source", source, *options]
        yield run(part, b"".join(row.encode() + b"\n" for row in rows))

    return counted


def merge(one, other):
    return run(["merge", "-"], one + other)


def profile(rows, source, options=()):
    """The profile of all rows of an RDD of texts."""
    counted = rows.mapPartitionsWithIndex(count(source, rows.getNumPartitions(), options))
    return counted.treeReduce(merge)


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    path, *options = sys.argv[1:]
    spark = SparkSession.builder.appName("tunecast").getOrCreate()
    sys.stdout.buffer.write(profile(spark.sparkContext.textFile(path), path, options))
