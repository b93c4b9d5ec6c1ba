//! Altered copies of articles: another headline, a changed dateline, a cut tail, dropped paragraphs, other paragraph bounds, and five
//! per cent of the words edited. The same seed gives the same copies.

/// A headline and a text, one paragraph a line.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Chance that is the same in every run (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn comes(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// `count` different numbers below `end`.
    pub(crate) fn sample(&mut self, end: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..end).collect();
        for i in 0..count.min(end) {
            let other = i + self.below(end - i);
            all.swap(i, other);
        }
        all.truncate(count);
        all
    }
}

/// Chooses `count` of the stories and gives each 0 to 5 copies; returns all with the number of the story that they tell.
pub(crate) fn generated(stories: &[Story], count: usize, chance: &mut Chance) -> Vec<(usize, Story)> {
    let mut all = Vec::new();
    for i in chance.sample(stories.len(), count) {
        all.push((i, stories[i].clone()));
        for _ in 0..chance.below(6) {
            all.push((i, altered(&stories[i], stories, chance)));
        }
    }
    all
}

/// Returns a copy that is altered in at least one way, in three of six on average.
fn altered(story: &Story, others: &[Story], chance: &mut Chance) -> Story {
    let mut ways = [false; 6];
    while ways == [false; 6] {
        ways = ways.map(|_| chance.comes(50));
    }
    let [headline, dateline, tail, dropped, bounds, edits] = ways;
    let other = &others[chance.below(others.len())];
    let mut paragraphs: Vec<String> =
        story.text.split('\n').filter(|p| !p.trim().is_empty()).map(str::to_owned).collect();
    if tail {
        let kept = paragraphs.len() * (60 + chance.below(35)) / 100;
        paragraphs.truncate(kept.max(1));
    }
    if dropped {
        let first = paragraphs.first().cloned();
        paragraphs.retain(|_| !chance.comes(15));
        if paragraphs.is_empty() {
            paragraphs.extend(first);
        }
    }
    if edits {
        let words: Vec<&str> = other.text.split_whitespace().collect();
        paragraphs.iter_mut().for_each(|paragraph| *paragraph = edited(paragraph, &words, chance));
    }
    if bounds {
        paragraphs = bounded(&paragraphs, chance);
    }
    if dateline {
        paragraphs[0].insert_str(0, "TARNWICK, Corvane (CNS) — ");
    }
    let title = if headline { other.title.clone() } else { story.title.clone() };
    Story { title, text: paragraphs.join("\n") }
}

/// Leaves out, replaces or adds one word in twenty.
fn edited(paragraph: &str, words: &[&str], chance: &mut Chance) -> String {
    let mut out: Vec<&str> = Vec::new();
    for word in paragraph.split(' ') {
        let other = words[chance.below(words.len())];
        match if chance.comes(5) { chance.below(3) } else { 3 } {
            0 => {}
            1 => out.push(other),
            2 => out.extend([word, other]),
            _ => out.push(word),
        }
    }
    out.join(" ")
}

/// Draws other bounds between paragraphs: some are joined, some cut at the end of a sentence.
fn bounded(paragraphs: &[String], chance: &mut Chance) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        match out.last_mut() {
            Some(last) if chance.comes(40) => {
                last.push(' ');
                last.push_str(paragraph);
            }
            _ => match paragraph.split_once(". ").filter(|_| chance.comes(40)) {
                Some((start, rest)) => out.extend([format!("{start}."), rest.to_owned()]),
                None => out.push(paragraph.clone()),
            },
        }
    }
    out
}

/// How many pairs of copies are in one cluster, and how many of those and of all pairs should be: right, found, wanted.
pub(crate) fn pairs<C: PartialEq>(stories: &[usize], clusters: &[C]) -> [usize; 3] {
    let mut counts = [0; 3];
    for i in 0..stories.len() {
        for j in 0..i {
            let (copies, together) = (stories[i] == stories[j], clusters[i] == clusters[j]);
            counts[0] += usize::from(copies && together);
            counts[1] += usize::from(together);
            counts[2] += usize::from(copies);
        }
    }
    counts
}
