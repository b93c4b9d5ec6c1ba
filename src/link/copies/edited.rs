//! Quotations that an editor changed a word or two of: they are known again in copies of one article only.

use crate::link::copies::print::GAP;
use crate::link::copies::sketch::shared;

/// Which part of the pairs of words of the longer one an edited quotation keeps.
const KEPT: f32 = 0.6;

/// How many prints in copies of one article are compared with each other.
const MOST: usize = 256;

/// A print in one of the copies of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing<'a> {
    /// The lead of the article.
    pub(super) lead: u32,
    /// What is to be joined.
    pub(super) node: u32,
    /// The article.
    pub(super) article: u32,
    /// The print.
    pub(super) print: &'a [u16],
}

/// One print, its pairs of words, and the articles that it stands in.
struct Edition {
    node: u32,
    pairs: Vec<u32>,
    articles: Vec<u32>,
}

/// Returns the nodes that are edits of each other, with the number of pairs of words that they share. Two that stand in one article
/// are two quotations.
pub(super) fn edits(mut standing: Vec<Standing<'_>>) -> Vec<([u32; 2], u32)> {
    standing.sort_unstable();
    standing.dedup();
    let mut edits = Vec::new();
    for copies in standing.chunk_by(|a, b| a.lead == b.lead) {
        let editions: Vec<Edition> = copies.chunk_by(|a, b| a.node == b.node).take(MOST).map(edition).collect();
        for (i, one) in editions.iter().enumerate() {
            for other in &editions[i + 1..] {
                let kept = shared(&one.pairs, &other.pairs);
                let longer = one.pairs.len().max(other.pairs.len());
                if kept > 0 && kept as f32 >= KEPT * longer as f32 && shared(&one.articles, &other.articles) == 0 {
                    edits.push(([one.node, other.node], kept));
                }
            }
        }
    }
    edits
}

fn edition(standing: &[Standing<'_>]) -> Edition {
    let words: Vec<u16> = standing[0].print.iter().copied().filter(|word| *word != GAP).collect();
    let mut pairs: Vec<u32> = words.windows(2).map(|pair| u32::from(pair[0]) << 16 | u32::from(pair[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Edition { node: standing[0].node, pairs, articles: standing.iter().map(|standing| standing.article).collect() }
}
