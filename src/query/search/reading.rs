//! Reads stored articles: what matches in them, and the hits that come of it.

use crate::error::Result;
use crate::model::{Annotated, Quote, Span};
use crate::query::search::conditions::{self, At};
use crate::query::{
    Filter, Hit, MatchOptions, Matcher, Node, Place, Records, Request, Retrieve, Scope, Unit, UnitText,
};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;

/// How many articles are kept at hand.
const KEPT: usize = 64;

/// A plan ready to be matched against text.
pub(super) type Matching = Matcher;

/// Articles as they are needed, and what matches in them.
pub(super) struct Reading<'a> {
    engine: &'a dyn Retrieve,
    scope: &'a Scope,
    kept: RefCell<FxHashMap<Place, Arc<Annotated>>>,
}

/// What is looked at: a piece of an article, and the quotation if it is one.
struct Piece<'a> {
    text: &'a str,
    pieces: &'a [Span],
    quote: Option<&'a Quote>,
    at: At,
}

impl<'a> Reading<'a> {
    pub(super) fn new(engine: &'a dyn Retrieve, scope: &'a Scope) -> Self {
        Self { engine, scope, kept: RefCell::default() }
    }

    pub(super) fn matcher(&self, node: &Node, request: &Request) -> Matching {
        Matcher::new(node, MatchOptions { case: request.case, accents: request.accents })
    }

    /// Returns an article.
    pub(super) fn article(&self, place: Place) -> Result<Arc<Annotated>> {
        if let Some(kept) = self.kept.borrow().get(&place) {
            return Ok(Arc::clone(kept));
        }
        let annotated = self.engine.article(place)?;
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(place, Arc::clone(&annotated));
        Ok(annotated)
    }

    fn matches(&self, annotated: &Annotated, piece: &Piece<'_>, matcher: &Matching) -> Option<Vec<Span>> {
        self.with_unit(annotated, piece, |unit| matcher.matches(unit))
    }

    /// Hands a piece to `look` as the matcher sees it.
    fn with_unit<T>(&self, annotated: &Annotated, piece: &Piece<'_>, look: impl FnOnce(&UnitText<'_>) -> T) -> T {
        let holds = |filter: &Filter| conditions::hold(filter, annotated, piece.quote, piece.at, self.scope);
        let title = annotated.article.title.as_deref().unwrap_or_default();
        // The index stems what has no language as English, too.
        let language = Some(annotated.article.language.as_deref().unwrap_or("en"));
        // Words in a quotation follow each other where the narrator interrupts them in the text.
        let quotes = match piece.at {
            At::Whole => annotated.annotations.quotes.as_slice(),
            At::Title | At::Passage(_) => &[],
        };
        let whole = piece.at == At::Whole;
        look(&UnitText { text: piece.text, pieces: piece.pieces, title, language, whole, quotes, filter: &holds })
    }

    /// Returns whether the title and the text together match.
    fn whole(&self, annotated: &Annotated, matcher: &Matching) -> bool {
        let text = &annotated.article.text;
        let pieces = [Span::new(0, text.len())];
        let piece = Piece { text, pieces: &pieces, quote: None, at: At::Whole };
        self.matches(annotated, &piece, matcher).is_some()
    }

    /// Returns whether a record of an article matches.
    pub(super) fn has(&self, annotated: &Annotated, records: Records, ordinal: u32, matcher: &Matching) -> bool {
        match records {
            Records::Articles => self.whole(annotated, matcher),
            Records::Titles => self.title(annotated, matcher).is_some(),
            Records::Paragraphs => self.paragraph(annotated, ordinal, matcher).is_some(),
            Records::Quotes => self.quote(annotated, ordinal, matcher).is_some(),
        }
    }

    /// Returns how many of the words and phrases of `matcher` a passage has; of all the text if it is at [`At::Whole`].
    pub(super) fn count(&self, annotated: &Annotated, at: At, quote: Option<&Quote>, matcher: &Matching) -> usize {
        self.with_piece(annotated, at, quote, |unit| matcher.count(unit))
    }

    /// Returns whether a passage matches.
    pub(super) fn holds(&self, annotated: &Annotated, at: At, quote: Option<&Quote>, matcher: &Matching) -> bool {
        self.with_piece(annotated, at, quote, |unit| matcher.matches(unit).is_some())
    }

    fn with_piece<T>(
        &self,
        annotated: &Annotated,
        at: At,
        quote: Option<&Quote>,
        look: impl FnOnce(&UnitText<'_>) -> T,
    ) -> T {
        let article = &annotated.article;
        let text = if at == At::Title { article.title.as_deref().unwrap_or_default() } else { article.text.as_str() };
        let all = match at {
            At::Title | At::Whole => [Span::new(0, text.len())],
            At::Passage(span) => [span],
        };
        let pieces = quote.map_or(&all[..], |quote| quote.spans.as_slice());
        self.with_unit(annotated, &Piece { text, pieces, quote, at }, look)
    }

    /// Returns the matches in the title, as spans of it, or `None` if it does not match.
    pub(super) fn title(&self, annotated: &Annotated, matcher: &Matching) -> Option<Vec<Span>> {
        let title = annotated.article.title.as_deref()?;
        let pieces = [Span::new(0, title.len())];
        self.matches(annotated, &Piece { text: title, pieces: &pieces, quote: None, at: At::Title }, matcher)
    }

    /// Returns the matches in a paragraph, as spans of the article text, or `None` if it does not match.
    pub(super) fn paragraph(&self, annotated: &Annotated, ordinal: u32, matcher: &Matching) -> Option<Vec<Span>> {
        let span = annotated.article.paragraphs().nth(ordinal as usize)?;
        let piece = Piece { text: &annotated.article.text, pieces: &[span], quote: None, at: At::Passage(span) };
        self.matches(annotated, &piece, matcher)
    }

    /// Returns the matches in a quotation, as spans of the article text, or `None` if it does not match.
    pub(super) fn quote(&self, annotated: &Annotated, ordinal: u32, matcher: &Matching) -> Option<Vec<Span>> {
        let quote = annotated.annotations.quotes.get(ordinal as usize)?;
        let at = At::Passage(quote.extent());
        let piece = Piece { text: &annotated.article.text, pieces: &quote.spans, quote: Some(quote), at };
        self.matches(annotated, &piece, matcher)
    }

    pub(super) fn title_hit(&self, annotated: Arc<Annotated>, matcher: &Matching) -> Hit {
        let highlights = self.title(&annotated, matcher).unwrap_or_default();
        let end = annotated.article.title.as_deref().map_or(0, str::len);
        bare_hit(annotated, Unit::Title, Span::new(0, end), highlights)
    }

    pub(super) fn paragraph_hit(&self, annotated: Arc<Annotated>, ordinal: u32, matcher: &Matching) -> Hit {
        let highlights = self.paragraph(&annotated, ordinal, matcher).unwrap_or_default();
        let span = annotated.article.paragraphs().nth(ordinal as usize).unwrap_or_default();
        bare_hit(annotated, Unit::Paragraph, span, highlights)
    }

    pub(super) fn quote_hit(&self, annotated: Arc<Annotated>, ordinal: u32, matcher: &Matching) -> Hit {
        let highlights = self.quote(&annotated, ordinal, matcher).unwrap_or_default();
        let span = annotated.annotations.quotes.get(ordinal as usize).map(Quote::extent).unwrap_or_default();
        Hit { quote: Some(ordinal as usize), ..bare_hit(annotated, Unit::Quote, span, highlights) }
    }
}

fn bare_hit(article: Arc<Annotated>, unit: Unit, span: Span, highlights: Vec<Span>) -> Hit {
    Hit {
        rank: 0,
        score: 0.0,
        relaxed: false,
        unit,
        article,
        span,
        highlights,
        before: Span::default(),
        after: Span::default(),
        quote: None,
        speaker: None,
        passages: None,
        parts: None,
        cluster: None,
    }
}

/// Returns a plan that matches no less than `node` on an engine that cannot read: what it excludes by words is let in, since
/// the text may show that it is not excluded (another case, a longer gap).
pub(super) fn widened(node: &Node) -> Node {
    match node {
        Node::And(nodes) => Node::all(nodes.iter().map(widened)),
        Node::Or(nodes) => Node::any(nodes.iter().map(widened)),
        Node::Not(_) => Node::All,
        node => node.clone(),
    }
}
