//! `--explain`: what each word adds to the score of a hit, and what else does.

use crate::error::Result;
use crate::model::{Annotated, Quote};
use crate::query::plan::{Node, PhraseWord};
use crate::query::search::Run;
use crate::query::search::reading::widened;
use crate::query::search::units::{Passage, What};
use crate::query::{By, Filter, Records, ScoreParts};

impl Run<'_> {
    /// Returns the parts of the score of a passage.
    pub(super) fn parts(&self, passage: &Passage, annotated: &Annotated) -> Result<ScoreParts> {
        let (days, recent) = self.age_of(passage.article)?;
        let score = passage.score / recent;
        if self.request.by == By::Article {
            return Ok(ScoreParts { words: Vec::new(), together: score, days, recent });
        }
        let mut leaves = Vec::new();
        positive(&self.plan.node, &mut leaves);
        // A passage scores what that record of it does which scores most; others may have more words, but not all that is asked.
        let mut words = Vec::new();
        let sum = |words: &[(String, f32)]| words.iter().map(|(_, score)| score).sum::<f32>();
        for (records, ordinal) in records_of(&passage.what, annotated) {
            if self.plan.quotes_only && records != Records::Quotes {
                continue;
            }
            let these = self.scores(&leaves, passage, annotated, records, ordinal)?;
            if sum(&these) > sum(&words) && sum(&these) <= score * 1.001 {
                words = these;
            }
        }
        let sum = sum(&words);
        // Sums of floats differ in their last digits.
        let together = if score - sum > score * 1e-4 { score - sum } else { 0.0 };
        Ok(ScoreParts { words, together, days, recent })
    }

    /// Returns what each leaf scores in one record.
    fn scores(
        &self,
        leaves: &[&Node],
        passage: &Passage,
        annotated: &Annotated,
        records: Records,
        ordinal: u32,
    ) -> Result<Vec<(String, f32)>> {
        let here = Node::Filter(Filter::Ids([annotated.article.id.clone()].into()));
        let mut scores = Vec::new();
        for leaf in leaves {
            let node = Node::all([(*leaf).clone(), here.clone()]);
            let found = self.engine.find(&widened(&node), records, self.scope, true)?;
            let found = found.iter().find(|found| found.article == passage.article && found.ordinal == ordinal);
            scores.extend(found.map(|found| (shown(leaf), found.score)));
        }
        Ok(scores)
    }
}

/// Returns the records that a passage is made of.
fn records_of(what: &What, annotated: &Annotated) -> Vec<(Records, u32)> {
    match what {
        What::Title => vec![(Records::Titles, 0)],
        What::Paragraph { ordinal, quotes } => {
            let quotes = quotes.iter().map(|quote| (Records::Quotes, *quote));
            [(Records::Paragraphs, *ordinal)].into_iter().chain(quotes).collect()
        }
        What::Quote(ordinal) => {
            let extent = annotated.annotations.quotes.get(*ordinal as usize).map(Quote::extent).unwrap_or_default();
            let touched = annotated.article.paragraphs().enumerate().filter(|(_, span)| span.overlaps(extent));
            let paragraphs = touched.map(|(i, _)| (Records::Paragraphs, i as u32));
            [(Records::Quotes, *ordinal)].into_iter().chain(paragraphs).collect()
        }
    }
}

/// Adds the words, phrases and windows that add to a score.
fn positive<'n>(node: &'n Node, leaves: &mut Vec<&'n Node>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| positive(node, leaves)),
        Node::All | Node::Not(_) | Node::Filter(_) => {}
        leaf => leaves.push(leaf),
    }
}

/// Returns a leaf as it was typed.
fn shown(leaf: &Node) -> String {
    let joined = |words: &[PhraseWord]| {
        let word = |word: &PhraseWord| if word.gap > 0 { format!("… {}", word.form) } else { word.form.clone() };
        words.iter().map(word).collect::<Vec<_>>().join(" ")
    };
    match leaf {
        Node::Word { form, .. } => form.clone(),
        Node::Phrase { words, .. } => format!("\"{}\"", joined(words)),
        Node::Near { words, within, .. } => format!("\"{}\"{within}", joined(words)),
        Node::Prefix { form, .. } => format!("{form}*"),
        Node::Fuzzy { form, distance, .. } => format!("{form}~{distance}"),
        Node::All | Node::Filter(_) | Node::And(_) | Node::Or(_) | Node::Not(_) => String::new(),
    }
}
