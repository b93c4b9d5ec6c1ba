//! Classes of words that stand between the same neighbours, learned from texts without annotations.
//!
//! The gold articles know few words; the rest of the news knows which words are used alike. Each word becomes a vector of the
//! words before and after it, square roots of shares (Hellinger distance; Lebret and Collobert, *Word embeddings through
//! Hellinger PCA*, 2014), reduced to its principal components and grouped by k-means.

use crate::annotate::doc::Doc;
use crate::annotate::token::Shape;
use crate::annotate::train::perceptron::Random;
use std::collections::{BTreeMap, HashMap};

/// How many words get a class: the most frequent.
const WORDS: usize = 60_000;
/// Rarer words get none.
const LEAST: u32 = 12;
/// How many frequent words count as neighbours, on each side.
const NEIGHBOURS: usize = 1_000;
/// Principal components.
const COMPONENTS: usize = 64;
/// Classes; 0 is left for words without one.
const CLASSES: usize = 255;
const ROUNDS: usize = 25;

/// The class of each word, by its hash: 1 to 255.
pub type Clusters = BTreeMap<u32, u8>;

/// All numbers are one word.
const NUMBER: u32 = 2;
/// What stands before the first and after the last word of a paragraph.
const END: u32 = 3;

/// Counts words and neighbours; texts are shown twice, since only then it is known which words are frequent.
#[derive(Default)]
pub struct Counter {
    words: HashMap<u32, u32>,
    ids: HashMap<u32, u32>,
    near: Vec<HashMap<u32, u32>>,
}

impl Counter {
    /// Counts the words of a text.
    pub fn count(&mut self, text: &str) {
        each_word(text, |_, word, _| *self.words.entry(word).or_default() += 1);
    }

    /// Chooses the frequent words, when all texts were counted.
    pub fn choose(&mut self) {
        let mut words: Vec<(u32, u32)> = self.words.drain().filter(|w| w.1 >= LEAST).collect();
        words.sort_unstable_by_key(|&(word, n)| (std::cmp::Reverse(n), word));
        words.truncate(WORDS);
        self.ids = words.iter().zip(0..).map(|(&(word, _), id)| (word, id)).collect();
        self.near = vec![HashMap::new(); words.len()];
    }

    /// Counts the neighbours of the words of a text.
    pub fn neighbours(&mut self, text: &str) {
        let side = NEIGHBOURS as u32;
        let frequent = |word: u32| match self.ids.get(&word) {
            Some(&id) if id + 1 < side => id + 1,
            _ if word == END => 0,
            _ => u32::MAX,
        };
        each_word(text, |before, word, after| {
            let Some(&id) = self.ids.get(&word) else { return };
            let near = &mut self.near[id as usize];
            for (neighbour, shift) in [(frequent(before), 0), (frequent(after), side)] {
                if neighbour != u32::MAX {
                    *near.entry(neighbour + shift).or_default() += 1;
                }
            }
        });
    }

    /// Groups the words.
    pub fn clusters(self) -> Clusters {
        let rows: Vec<Vec<(u32, f32)>> = self.near.iter().map(shares).collect();
        let points = components(&rows);
        let classes = group(&points);
        self.ids.iter().map(|(&word, &id)| (word, classes[id as usize])).collect()
    }
}

/// Calls `f` with each word and its neighbours.
fn each_word(text: &str, mut f: impl FnMut(u32, u32, u32)) {
    let doc = Doc::new(text);
    let word = |i: usize| if doc.tokens[i].shape == Shape::Digit { NUMBER } else { doc.tokens[i].word };
    for range in &doc.paragraphs {
        for i in range.iter() {
            let before = if i > range.start { word(i - 1) } else { END };
            let after = if i + 1 < range.end { word(i + 1) } else { END };
            f(before, word(i), after);
        }
    }
}

/// Square roots of the shares of a word's neighbours.
fn shares(near: &HashMap<u32, u32>) -> Vec<(u32, f32)> {
    let all: u32 = near.values().sum();
    let mut row: Vec<(u32, f32)> =
        near.iter().map(|(&neighbour, &n)| (neighbour, (n as f32 / all.max(1) as f32).sqrt())).collect();
    row.sort_unstable_by_key(|r| r.0);
    row
}

type Point = [f32; COMPONENTS];

/// Principal components by subspace iteration.
fn components(rows: &[Vec<(u32, f32)>]) -> Vec<Point> {
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    let mut part = || (random.next() >> 40) as f32 / (1u64 << 24) as f32 - 0.5;
    let mut basis: Vec<Point> = (0..2 * NEIGHBOURS).map(|_| std::array::from_fn(|_| part())).collect();
    for _ in 0..10 {
        let points = project(rows, &basis);
        basis = vec![[0.0; COMPONENTS]; 2 * NEIGHBOURS];
        for (row, point) in rows.iter().zip(&points) {
            for &(n, share) in row {
                basis[n as usize].iter_mut().zip(point).for_each(|(b, p)| *b += share * p);
            }
        }
        orthonormal(&mut basis);
    }
    project(rows, &basis)
}

fn project(rows: &[Vec<(u32, f32)>], basis: &[Point]) -> Vec<Point> {
    let one = |row: &Vec<(u32, f32)>| {
        let mut point = [0.0; COMPONENTS];
        for &(n, share) in row {
            point.iter_mut().zip(&basis[n as usize]).for_each(|(p, b)| *p += share * b);
        }
        point
    };
    rows.iter().map(one).collect()
}

/// Gram and Schmidt's method on the columns.
fn orthonormal(basis: &mut [Point]) {
    for k in 0..COMPONENTS {
        for before in 0..k {
            let along: f32 = basis.iter().map(|b| b[k] * b[before]).sum();
            basis.iter_mut().for_each(|b| b[k] -= along * b[before]);
        }
        let length = basis.iter().map(|b| b[k] * b[k]).sum::<f32>().sqrt().max(1e-12);
        basis.iter_mut().for_each(|b| b[k] /= length);
    }
}

/// k-means; the first centres are the most frequent words.
fn group(points: &[Point]) -> Vec<u8> {
    let mut centres: Vec<Point> = points.iter().take(CLASSES).copied().collect();
    let mut classes = vec![0u8; points.len()];
    for _ in 0..ROUNDS {
        let halves: Vec<f32> = centres.iter().map(|c| c.iter().map(|x| x * x).sum::<f32>() / 2.0).collect();
        let mut sums = vec![([0f32; COMPONENTS], 0f32); centres.len()];
        for (point, class) in points.iter().zip(&mut classes) {
            let mut best = (f32::MIN, 0);
            for (k, centre) in centres.iter().enumerate() {
                let near = point.iter().zip(centre).map(|(a, b)| a * b).sum::<f32>() - halves[k];
                if near > best.0 {
                    best = (near, k);
                }
            }
            *class = u8::try_from(best.1 + 1).unwrap_or(0);
            let sum = &mut sums[best.1];
            sum.0.iter_mut().zip(point).for_each(|(s, p)| *s += p);
            sum.1 += 1.0;
        }
        for (centre, (sum, n)) in centres.iter_mut().zip(&sums) {
            if *n > 0.0 {
                *centre = sum.map(|s| s / n);
            }
        }
    }
    classes
}
