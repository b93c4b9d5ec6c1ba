//! Conditions on an article or a quotation, decided from what is stored.

use crate::model::{Annotated, Quote, Span, Speaker};
use crate::query::{Filter, Scope, hit_id, title_id};
use crate::text::{fold_word, voice_key, words};
use std::collections::BTreeSet;

/// What of an article is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// All of it.
    Whole,
    /// Its title.
    Title,
    /// A passage at a place of its text.
    Passage(Span),
}

/// Returns whether `filter` holds for an article, or a part of it, which may be one of its quotations.
pub(super) fn hold(filter: &Filter, annotated: &Annotated, quote: Option<&Quote>, at: At, scope: &Scope) -> bool {
    let article = &annotated.article;
    let sure = |quote: &Quote| quote.confidence >= scope.min_confidence;
    match filter {
        Filter::Speaker(keys) => quote.is_some_and(|quote| {
            let among = |speaker: u32| voice_key(annotated, speaker).is_some_and(|key| keys.contains(&key));
            (sure(quote) && quote.speaker.is_some_and(among))
                || (scope.candidates && quote.candidates.iter().any(|c| among(c.speaker)))
        }),
        Filter::Role(words) => quote.is_some_and(|quote| {
            let roles = speaker(annotated, quote.speaker).map_or(&[][..], |speaker| &speaker.roles);
            sure(quote) && roles.iter().any(|role| has_all(role, words))
        }),
        Filter::Kind(kind) => quote.is_some_and(|quote| quote.kind == *kind),
        Filter::By(words) => article.authors.iter().any(|author| has_all(author, words)),
        Filter::Outlet(words) => {
            let outlet = article.outlet.as_deref().unwrap_or_default();
            has_all(outlet, words)
                || [Some(outlet), article.domain()].into_iter().flatten().any(|name| folded(name) == *words)
        }
        Filter::Lang(code) => article.language.as_deref() == Some(code),
        Filter::Dates { from, to } => match article.published.as_ref().map(crate::model::Date::number) {
            Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to),
            None => from.is_none() && to.is_none(),
        },
        Filter::Ids(ids) => ids.contains(&article.id) || is_hit(ids, annotated, at),
    }
}

/// Returns whether one of `ids` is that of the hit at this place; of a whole article, whether it is that of any hit in it.
fn is_hit(ids: &BTreeSet<String>, annotated: &Annotated, at: At) -> bool {
    let article = &annotated.article;
    let start = format!("{}#", article.id);
    // Counting characters is for those few articles whose hit it may be.
    if !ids.range(start.clone()..).next().is_some_and(|id| id.starts_with(&start)) {
        return false;
    }
    let is_at = |span: Span| ids.contains(&hit_id(&article.id, &article.text, span));
    match at {
        At::Title => ids.contains(&title_id(&article.id)),
        At::Passage(span) => is_at(span),
        At::Whole => {
            let quotes = annotated.annotations.quotes.iter().map(Quote::extent);
            ids.contains(&title_id(&article.id)) || article.paragraphs().chain(quotes).any(is_at)
        }
    }
}

fn speaker(annotated: &Annotated, at: Option<u32>) -> Option<&Speaker> {
    annotated.annotations.speakers.get(at? as usize)
}

fn folded(text: &str) -> Vec<String> {
    let fold = |span: Span| {
        let mut word = String::new();
        fold_word(span.of(text), &mut word);
        word
    };
    words(text).map(fold).collect()
}

/// Returns whether all of `wanted` are among the words of `text`; none wanted is never.
fn has_all(text: &str, wanted: &[String]) -> bool {
    let words = folded(text);
    !wanted.is_empty() && wanted.iter().all(|word| words.contains(word))
}
