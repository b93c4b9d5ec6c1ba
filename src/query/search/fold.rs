//! `--by cluster`: copies of a passage are shown once. Quotations go by their words and speakers; other passages by their words in
//! copies of one article.

use crate::error::Result;
use crate::model::Annotated;
use crate::query::search::reading::Matching;
use crate::query::search::units::{Passage, What};
use crate::query::search::{Run, order, stand};
use crate::query::{Hit, Place, Results, Sort};
use crate::text::{fold_word, words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Which part of the shorter passage's pairs of words two copies of a passage share.
const SHARED: f32 = 0.6;

/// Passages that are one.
struct Fold {
    /// The best score.
    score: f32,
    /// The passages, as they were found.
    passages: Vec<Passage>,
}

/// For how many passages each stands.
pub(super) type Sizes = FxHashMap<(Place, What), usize>;

impl Run<'_> {
    pub(super) fn by_cluster(&self) -> Result<Results> {
        let (full, matcher, passages) = self.passages()?;
        let count = passages.len() as u64;
        let (shown, sizes) = self.folded(passages, &matcher)?;
        let mut results = Results { total: shown.len() as u64, passages: Some(count), ..Results::default() };
        for passage in self.best(shown, self.request.limit)? {
            results.hits.push(self.fold_hit(&passage, &matcher, &sizes)?);
        }
        self.relax(&full, &mut results)?;
        Ok(results)
    }

    /// Returns the passages that are shown, and for how many each stands.
    pub(super) fn folded(&self, passages: Vec<Passage>, matcher: &Matching) -> Result<(Vec<Passage>, Sizes)> {
        let folds = self.fold(passages, matcher)?;
        let mut sizes = Sizes::default();
        let mut shown = Vec::with_capacity(folds.len());
        for fold in folds {
            let size = fold.passages.len();
            let passage = Passage { score: fold.score, ..self.shown(fold.passages)? };
            sizes.insert((passage.article, passage.what.clone()), size);
            shown.push(passage);
        }
        Ok((shown, sizes))
    }

    /// Reads a passage that stands for its copies.
    pub(super) fn fold_hit(&self, passage: &Passage, matcher: &Matching, sizes: &Sizes) -> Result<Hit> {
        let passages = sizes.get(&(passage.article, passage.what.clone())).copied();
        Ok(Hit { passages, ..self.hit(passage, matcher)? })
    }

    /// Returns which of several copies is shown: the earliest, or the latest if those come first.
    fn shown(&self, mut copies: Vec<Passage>) -> Result<Passage> {
        if copies.len() == 1 {
            return Ok(copies.remove(0));
        }
        let sort = if self.request.sort == Sort::Newest { Sort::Newest } else { Sort::Oldest };
        Ok(order::best(self.engine, copies, sort, 1)?.remove(0))
    }

    /// Puts copies together.
    fn fold(&self, passages: Vec<Passage>, matcher: &Matching) -> Result<Vec<Fold>> {
        let mut folds: Vec<Fold> = Vec::new();
        let mut of_quotes: FxHashMap<u32, usize> = FxHashMap::default();
        let mut of_articles: BTreeMap<u32, Vec<(Passage, Option<u32>)>> = BTreeMap::new();
        for passage in passages {
            let article = self.copies.of_article(passage.article)?;
            let quote = self.quote_of(&passage, article.is_some(), matcher)?;
            let cluster = match quote {
                Some(quote) => self.copies.of_quote(passage.article, quote)?,
                None => None,
            };
            match (cluster, article) {
                (Some(cluster), _) => {
                    let at = *of_quotes.entry(cluster).or_insert(folds.len());
                    put(&mut folds, Some(at), passage);
                }
                (None, Some(article)) => of_articles.entry(article).or_default().push((passage, quote)),
                (None, None) => put(&mut folds, None, passage),
            }
        }
        for (_, passages) in of_articles {
            self.fold_alike(passages, &mut folds)?;
        }
        Ok(folds)
    }

    /// Puts together the passages of copies of an article that have the same words. Two may be like a third and not like each
    /// other: the earliest comes first, so that no order of indexing decides.
    fn fold_alike(&self, passages: Vec<(Passage, Option<u32>)>, folds: &mut Vec<Fold>) -> Result<()> {
        let quotes: FxHashMap<(Place, What), Option<u32>> =
            passages.iter().map(|(passage, quote)| ((passage.article, passage.what.clone()), *quote)).collect();
        let count = passages.len();
        let passages = passages.into_iter().map(|(passage, _)| passage).collect();
        let mut known: Vec<(usize, FxHashSet<u64>)> = Vec::new();
        for passage in order::best(self.engine, passages, Sort::Oldest, count)? {
            let quote = quotes.get(&(passage.article, passage.what.clone())).copied().flatten();
            let pairs = pairs(&*self.reading.article(passage.article)?, &passage.what, quote);
            let same = known.iter().find(|(_, other)| are_same(&pairs, other)).map(|(at, _)| *at);
            if same.is_none() {
                known.push((folds.len(), pairs));
            }
            put(folds, same, passage);
        }
        Ok(())
    }

    /// Returns the quotation that a passage is shown as, if it is and may have copies.
    fn quote_of(&self, passage: &Passage, copied: bool, matcher: &Matching) -> Result<Option<u32>> {
        let (ordinal, quotes) = match &passage.what {
            What::Quote(quote) => return Ok(Some(*quote)),
            What::Title => return Ok(None),
            What::Paragraph { ordinal, quotes } => (*ordinal, quotes),
        };
        let mut may = copied && !quotes.is_empty();
        for quote in quotes {
            may |= self.copies.of_quote(passage.article, *quote)?.is_some();
        }
        if !may {
            return Ok(None);
        }
        let annotated = self.reading.article(passage.article)?;
        Ok(stand::for_paragraph(&self.reading, &annotated, ordinal, quotes, matcher))
    }
}

/// Puts a passage into the fold at `at`, or into one of its own.
fn put(folds: &mut Vec<Fold>, at: Option<usize>, passage: Passage) {
    match at.and_then(|at| folds.get_mut(at)) {
        Some(fold) => {
            fold.score = fold.score.max(passage.score);
            fold.passages.push(passage);
        }
        None => folds.push(Fold { score: passage.score, passages: vec![passage] }),
    }
}

/// Returns the pairs of words that follow each other in a passage; of a single word, the word.
fn pairs(annotated: &Annotated, what: &What, quote: Option<u32>) -> FxHashSet<u64> {
    let article = &annotated.article;
    let quote = quote.and_then(|quote| annotated.annotations.quotes.get(quote as usize));
    let text = match (what, quote) {
        (_, Some(quote)) => quote.extent().of(&article.text),
        (What::Title, _) => article.title.as_deref().unwrap_or_default(),
        (What::Paragraph { ordinal, .. }, _) => {
            article.paragraphs().nth(*ordinal as usize).unwrap_or_default().of(&article.text)
        }
        (What::Quote(_), None) => "",
    };
    let mut word = String::new();
    let mut hash = |span: crate::model::Span| {
        word.clear();
        fold_word(span.of(text), &mut word);
        xxhash_rust::xxh3::xxh3_64(word.as_bytes())
    };
    let hashes: Vec<u64> = words(text).map(&mut hash).collect();
    match hashes.as_slice() {
        [one] => FxHashSet::from_iter([*one]),
        hashes => hashes.windows(2).map(|pair| pair[0].rotate_left(1) ^ pair[1]).collect(),
    }
}

fn are_same(one: &FxHashSet<u64>, other: &FxHashSet<u64>) -> bool {
    let shared = one.intersection(other).count();
    shared > 0 && shared as f32 >= SHARED * one.len().min(other.len()) as f32
}
