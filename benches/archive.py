#!/usr/bin/env python3
"""Writes a large archive of invented articles: a .tar of JSON Lines on standard output, the same for the same seed.

    benches/archive.py GIGABYTES [SEED] | zstd -1 -q >/tmp/ten.tar.zst
    onrecord index /tmp/ten.tar.zst

As real news does, it goes on having new words, new names and new numbers however long it is; one article in ten is a copy
of an earlier one under another address.
"""

import io
import json
import random
import sys
import tarfile

MEMBER = 100_000_000
ONSETS = ["b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w"]
VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
CODAS = ["", "", "l", "n", "r", "s", "t", "nd", "rk", "m"]
SMALL = "the of and to in a that for is on was with as by at from it be are this had not but they".split()
VERBS = ["said", "told reporters", "added", "warned", "argued"]
ROLES = ["mayor of", "director of", "minister for", "spokeswoman for", "head of"]


class World:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        words = [self.word() for _ in range(60_000)]
        # The frequency of a word falls with its rank, as in any language.
        weights = [1 / (rank + 8) for rank in range(len(words))]
        self.bag = self.chance.choices(words, weights, k=400_000)
        self.given = [self.word().title() for _ in range(800)]
        self.known = [self.name() for _ in range(20_000)]
        self.outlets = [f"{self.word().title()} {kind}" for kind in ("Herald", "Courier", "Beacon") for _ in range(100)]
        self.paragraphs = [self.paragraph() for _ in range(150_000)]
        self.before = []

    def word(self):
        part = lambda: self.chance.choice(ONSETS) + self.chance.choice(VOWELS) + self.chance.choice(CODAS)
        return "".join(part() for _ in range(self.chance.choice((1, 2, 2, 3))))

    def name(self):
        return f"{self.chance.choice(self.given)} {self.word().title()}{self.chance.choice(('', 'son', 'field', 'wick'))}"

    def sentence(self):
        words = [self.chance.choice(SMALL if self.chance.random() < 0.45 else self.bag) for _ in range(self.chance.randrange(8, 26))]
        text = " ".join(words)
        return text[0].upper() + text[1:]

    def paragraph(self):
        return ". ".join(self.sentence() for _ in range(self.chance.choice((1, 2, 2, 3)))) + "."

    def said(self):
        new = self.chance.random() < 0.1
        who = self.name() if new else self.known[int(len(self.known) * self.chance.random() ** 3)]
        words = f"{self.sentence()} {self.chance.randrange(10**7)} {self.word()}"
        return f"“{words},” {self.chance.choice(VERBS)} {who}, the {self.chance.choice(ROLES)} {self.word().title()}."

    def article(self, number):
        if self.before and self.chance.random() < 0.1:
            title, text = self.chance.choice(self.before)
        else:
            paragraphs = self.chance.choices(self.paragraphs, k=self.chance.randrange(4, 16))
            for _ in range(self.chance.choice((0, 1, 1, 2, 3))):
                paragraphs.insert(self.chance.randrange(len(paragraphs)), self.said())
            paragraphs.append(f"It was item {number} of {self.chance.randrange(10**9)}, of {self.word()}{self.word()}.")
            title, text = self.sentence()[:80], "\n".join(paragraphs)
            self.before.append((title, text))
            if len(self.before) > 2_000:
                self.before.pop(self.chance.randrange(1_000))
        outlet = self.chance.choice(self.outlets)
        place = outlet.lower().replace(" ", "-")
        day = self.chance.randrange(9_000)
        return {
            "url": f"https://{place}.example/{number}",
            "title": title,
            "outlet": outlet,
            "author": self.known[number * 7 % 3_000],
            "date": f"{2000 + day // 360}-{day // 30 % 12 + 1:02}-{day % 28 + 1:02}",
            "text": text,
        }


def main():
    most = int(float(sys.argv[1]) * 1e9)
    world = World(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    out, written, number, member = sys.stdout.buffer, 0, 0, 0
    with tarfile.open(fileobj=out, mode="w|") as archive:
        while written < most:
            lines, size = [], 0
            while size < min(MEMBER, most - written):
                line = json.dumps(world.article(number), ensure_ascii=False).encode() + b"\n"
                lines.append(line)
                size += len(line)
                number += 1
            about = tarfile.TarInfo(f"part-{member:04}.jsonl")
            about.size = size
            archive.addfile(about, io.BytesIO(b"".join(lines)))
            written += size
            member += 1
    print(f"{number} articles, {written} bytes", file=sys.stderr)


main()
