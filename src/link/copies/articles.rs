//! Which articles are copies of each other.
//!
//! Articles that have one of their least hashes in common are compared; those that are alike form clusters, the most alike
//! first, and two clusters become one only if their leads are not unlike. All of this is a function of the set of articles.

use crate::link::copies::sketch::{self, Likeness, ceiling, shared};
use crate::link::copies::standing;
use crate::link::copies::union::Sets;

/// How many of its least hashes an article is looked up by.
const ANCHORS: usize = 16;

/// With how many that follow it among those that have a hash in common an article is compared. They follow each other in the
/// order of their sketches, so the most alike are neighbours.
const NEIGHBOURS: usize = 8;

/// Which part of the shorter one's runs of words a copy shares.
const OF_SHORTER: f32 = 0.65;

/// Which part of the longer one's: a piece of news in a long round-up is no copy of the round-up.
const OF_LONGER: f32 = 0.3;

/// What is left of both between the leads of two clusters that become one.
const BETWEEN_LEADS: f32 = 0.5;

/// How many shared runs are evidence enough whatever the titles say.
const ENOUGH: u32 = 20;

/// How many days apart short articles with like titles may be copies.
const DAYS_APART: u32 = 3;

/// What an index knows of an article's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ArticlePrint {
    /// The sketch of its text.
    pub(crate) sketch: Vec<u32>,
    /// The hashes of the words of its title.
    pub(crate) title: Vec<u32>,
    /// The number of its outlet.
    pub(crate) outlet: Option<u32>,
    /// The number of the day on which it was published.
    pub(crate) day: Option<u32>,
}

/// Which part of the longer text two articles of one outlet share whose titles say different things, if they are copies. Of
/// the listings of one concert each is another song's but for its name.
const OF_ONE_OUTLET: f32 = 0.98;

/// Two articles and how alike they are.
struct Pair {
    one: u32,
    other: u32,
    part: f32,
}

/// Returns the lead of each article: the first article of its cluster, in the order given; itself if it has no copies.
pub(crate) fn leads(articles: &[ArticlePrint]) -> Vec<u32> {
    let rests = standing::without(articles);
    let compare = Compare { articles, rests: &rests };
    let mut sets = Sets::new(articles.len());
    compare.join_same(&mut sets);
    for Pair { one, other, .. } in compare.pairs() {
        let (one, other) = (sets.least(one), sets.least(other));
        if one != other && compare.akin(one, other) {
            sets.join(one, other);
        }
    }
    (0..articles.len() as u32).map(|article| sets.least(article)).collect()
}

/// Returns whether two titles count on: each has a number that the other has not, and other words too, unless they are of
/// different days.
fn counted(one: &[u32], other: &[u32], days: bool) -> bool {
    let own = |title: &[u32], other: &[u32]| {
        let own = title.iter().filter(|hash| other.binary_search(hash).is_err());
        own.fold((false, false), |(number, word), hash| {
            let is_number = sketch::is_number(*hash);
            (number || is_number, word || !is_number)
        })
    };
    let (a, b) = (own(one, other), own(other, one));
    a.0 && b.0 && (days || a.1 && b.1)
}

struct Compare<'a> {
    articles: &'a [ArticlePrint],
    /// The sketches without standing text.
    rests: &'a [Vec<u32>],
}

impl Compare<'_> {
    /// Joins articles of one day that are the same in title and text, standing text or not.
    fn join_same(&self, sets: &mut Sets) {
        let key = |i: &u32| {
            let article = &self.articles[*i as usize];
            (&article.sketch, &article.title, article.day)
        };
        let with_text = |i: &u32| !self.articles[*i as usize].sketch.is_empty();
        let mut order: Vec<u32> = (0..self.articles.len() as u32).filter(with_text).collect();
        order.sort_by(|a, b| key(a).cmp(&key(b)).then(a.cmp(b)));
        for same in order.chunk_by(|a, b| key(a) == key(b)) {
            for &article in &same[1..] {
                sets.join(same[0], article);
            }
        }
    }

    /// Returns the pairs that are alike, the most alike first.
    fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self
            .candidates()
            .into_iter()
            .filter_map(|(one, other)| Some(Pair { one, other, part: self.alike(one, other)? }))
            .collect();
        pairs.sort_by(|a, b| b.part.total_cmp(&a.part).then((a.one, a.other).cmp(&(b.one, b.other))));
        pairs
    }

    /// Returns the pairs worth comparing, each once.
    fn candidates(&self) -> Vec<(u32, u32)> {
        let mut order: Vec<u32> = (0..self.articles.len() as u32).collect();
        order.sort_by(|a, b| self.rests[*a as usize].cmp(&self.rests[*b as usize]).then(a.cmp(b)));
        let mut anchors: Vec<(u32, u32)> = Vec::new();
        for (at, &article) in order.iter().enumerate() {
            anchors.extend(self.rests[article as usize].iter().take(ANCHORS).map(|hash| (*hash, at as u32)));
        }
        anchors.sort_unstable();
        let mut pairs = Vec::new();
        for (i, (hash, at)) in anchors.iter().enumerate() {
            let behind = anchors[i + 1..].iter().take(NEIGHBOURS).take_while(|(other, _)| other == hash);
            pairs.extend(behind.map(|(_, other)| (order[*at as usize], order[*other as usize])));
        }
        pairs.iter_mut().for_each(|(one, other)| (*one, *other) = (*one.min(other), *one.max(other)));
        pairs.sort_unstable();
        // Copies share more than one of the hashes that they are looked up by, if they have so many.
        let few = |article: u32| self.rests[article as usize].len() < ANCHORS;
        let often = |same: &&[(u32, u32)]| same.len() > 1 || few(same[0].0) || few(same[0].1);
        pairs.chunk_by(|a, b| a == b).filter(often).map(|same| same[0]).collect()
    }

    fn likeness(&self, one: u32, other: u32) -> Likeness {
        let [a, b] = [one, other].map(|i| (&self.rests[i as usize], ceiling(&self.articles[i as usize].sketch)));
        Likeness::new(a.0, b.0, a.1.min(b.1))
    }

    /// Returns how alike two articles are, if they are copies.
    fn alike(&self, one: u32, other: u32) -> Option<f32> {
        let likeness = self.likeness(one, other);
        let copies = likeness.of_shorter() >= OF_SHORTER
            && likeness.of_longer() >= OF_LONGER
            && (likeness.shared >= ENOUGH || self.same_occasion(one, other))
            && !self.of_a_series(one, other, likeness.of_longer() >= OF_ONE_OUTLET);
        copies.then(|| likeness.of_shorter())
    }

    /// Returns whether two articles may be pieces of a series: an outlet has columns, listings and sessions whose texts are alike
    /// but for what each is about, which the titles say: each has words that the other has not. When an outlet prints a story
    /// again, words of the title are added or left out, or nearly all of the text stays (`same`). Even the same text under
    /// titles that count on (`day 206`, `day 207`) or some days later under another title is what the column always says.
    fn of_a_series(&self, one: u32, other: u32, same: bool) -> bool {
        let (a, b) = (&self.articles[one as usize], &self.articles[other as usize]);
        if a.outlet.is_none() || a.outlet != b.outlet {
            return false;
        }
        let apart = a.day.zip(b.day).map_or(0, |(a, b)| a.abs_diff(b));
        let far = apart > DAYS_APART;
        let own = sketch::both_have_own(&a.title, &b.title);
        if !same {
            return far || own;
        }
        own && (far || counted(&a.title, &b.title, apart > 0))
    }

    /// Returns whether the leads of two clusters are not unlike.
    fn akin(&self, one: u32, other: u32) -> bool {
        let likeness = self.likeness(one, other);
        likeness.of_shorter() >= OF_SHORTER * BETWEEN_LEADS && likeness.of_longer() >= OF_LONGER * BETWEEN_LEADS
    }

    /// Returns whether titles and dates say that two short articles are one piece of news.
    fn same_occasion(&self, one: u32, other: u32) -> bool {
        let (a, b) = (&self.articles[one as usize], &self.articles[other as usize]);
        let words = a.title.len().min(b.title.len()) as u32;
        let alike = a.title == b.title || shared(&a.title, &b.title) * 3 > words;
        alike && a.day.zip(b.day).is_none_or(|(a, b)| a.abs_diff(b) <= DAYS_APART)
    }
}
