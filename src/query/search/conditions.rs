//! Conditions on an article or a quotation, decided from what is stored.

use crate::model::{Annotated, Quote, Span, Speaker};
use crate::query::{Filter, Scope};
use crate::text::{fold_word, words};

/// Returns whether `filter` holds for an article, or for one of its quotations, that lies at `span` of the text.
pub(super) fn hold(
    filter: &Filter,
    annotated: &Annotated,
    quote: Option<&Quote>,
    span: Option<Span>,
    scope: &Scope,
) -> bool {
    let article = &annotated.article;
    let sure = |quote: &Quote| quote.confidence >= scope.min_confidence;
    match filter {
        Filter::Speaker(keys) => quote.is_some_and(|quote| {
            let among = |speaker: &Speaker| keys.contains(&speaker.key());
            (sure(quote) && speaker(annotated, quote.speaker).is_some_and(among))
                || (scope.candidates
                    && quote.candidates.iter().any(|c| speaker(annotated, Some(c.speaker)).is_some_and(among)))
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
        Filter::Id(id) => {
            *id == article.id || span.is_some_and(|span| *id == crate::query::hit_id(&article.id, &article.text, span))
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
