//! Standing text: what an outlet prints day after day under all sorts of headlines (links, credits, "follow us"). Articles that
//! share it are no copies of each other for that.

use crate::link::copies::articles::ArticlePrint;
use rustc_hash::FxHashSet;

/// On how many days an outlet must print a run of words that is standing text. More than the days on which one story appears.
const DAYS: usize = 8;

/// How many counters there are for hashes, before they are looked at one by one.
const COUNTERS: usize = 1 << 22;

/// Returns the sketches of the articles without standing text.
pub(super) fn without(articles: &[ArticlePrint]) -> Vec<Vec<u32>> {
    let counters = Counters::new(articles);
    let standing = standing(articles, &counters);
    let rest = |article: &ArticlePrint| match article.outlet {
        Some(outlet) => {
            let is_own = |hash: &u32| !counters.many(outlet, *hash) || !standing.contains(&(outlet, *hash));
            article.sketch.iter().copied().filter(is_own).collect()
        }
        None => article.sketch.clone(),
    };
    articles.iter().map(rest).collect()
}

/// Returns which hashes are standing text of which outlet.
fn standing(articles: &[ArticlePrint], counters: &Counters) -> FxHashSet<(u32, u32)> {
    // Few hashes are frequent: only those that may be are listed with their days.
    let mut days: Vec<(u32, u32, u32)> = Vec::new();
    for (outlet, day, sketch) in dated(articles) {
        let many = |hash: &&u32| counters.many(outlet, **hash);
        days.extend(sketch.iter().filter(many).map(|&hash| (outlet, hash, day)));
    }
    days.sort_unstable();
    days.dedup();
    let of_one = days.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    of_one.filter(|days| days.len() >= DAYS).map(|days| (days[0].0, days[0].1)).collect()
}

fn dated(articles: &[ArticlePrint]) -> impl Iterator<Item = (u32, u32, &[u32])> {
    articles.iter().filter_map(|article| Some((article.outlet?, article.day?, article.sketch.as_slice())))
}

/// In how many articles of one outlet a hash stands, at the most: hashes share counters.
struct Counters(Vec<u8>);

impl Counters {
    fn new(articles: &[ArticlePrint]) -> Self {
        let mut counters = vec![0_u8; COUNTERS];
        for (outlet, _, sketch) in dated(articles) {
            for &hash in sketch {
                let counter = &mut counters[slot(outlet, hash)];
                *counter = counter.saturating_add(1);
            }
        }
        Self(counters)
    }

    /// Returns whether an outlet may have printed so often what has this hash.
    fn many(&self, outlet: u32, hash: u32) -> bool {
        usize::from(self.0[slot(outlet, hash)]) >= DAYS
    }
}

fn slot(outlet: u32, hash: u32) -> usize {
    (hash.wrapping_mul(0x9e37_79b1) ^ outlet.wrapping_mul(0x85eb_ca6b)) as usize % COUNTERS
}
