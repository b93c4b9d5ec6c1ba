//! Stage one: which tokens are heads of cues ("said", "according", a colon).

use crate::annotate::attributes::Attributes;
use crate::annotate::doc::Doc;
use crate::annotate::features::{Rows, Sink, cue_features, may_be_cue};
use crate::annotate::model::{Model, Table};

/// A word this far below the border may still report; the judge decides when it knows the content and the source.
const LEAST_SCORE: f32 = -20.0;

/// A token that reports speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    pub(crate) token: usize,
    pub(crate) paragraph: usize,
    /// How clearly it is one; 0 is the border.
    pub(crate) score: f32,
}

/// Returns the cues of a text, in order.
pub(crate) fn find(doc: &Doc, attrs: &Attributes, model: &Model) -> Vec<Cue> {
    let mut rows = Rows::new();
    let mut cues = Vec::new();
    for (paragraph, range) in doc.paragraphs.iter().enumerate() {
        for token in range.iter() {
            if !may_be_cue(attrs.get(paragraph, token), true) {
                continue;
            }
            let score = score(doc, attrs, &model.cues, paragraph, token, &mut rows);
            if score > LEAST_SCORE {
                cues.push(Cue { token, paragraph, score });
            }
        }
    }
    cues
}

/// Returns how clearly a token is the head of a cue.
pub(crate) fn score(
    doc: &Doc,
    attrs: &Attributes,
    table: &Table,
    paragraph: usize,
    token: usize,
    rows: &mut Rows,
) -> f32 {
    if table.rows.is_empty() {
        return -1.0;
    }
    rows.clear();
    cue_features(doc, attrs, paragraph, token, &mut Sink::new(rows, table.bits));
    table.sum(rows.as_slice())
}
