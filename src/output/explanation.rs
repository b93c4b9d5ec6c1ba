//! `explanation` records: for each quotation, what was weighed to find it. They follow the article's `annotations`.
//!
//! ```json
//! {"v":1,"type":"explanation","id","group","start","end","text","rule","confidence","speaker_name",
//!  "reports":[{"chosen","cue":{…},"cue_score","contents":[{…}],"speaker":{…}|null,"odds","probability",
//!              "features":[{"feature","weight"}],"cue_features":[{"feature","weight"}]}],
//!  "speakers":[{"chosen","speaker_name","score","features":[{"feature","weight"}]}]}
//! ```
//!
//! Features come the weightiest first; `odds` are their sum, a logarithm.

use crate::model::{Annotated, Explanation, ReportChoice, SpeakerChoice, Weighed};
use crate::output::json::{Record, Stretch, Texts, line, rounded};
use serde::Serialize;
use std::io::{self, Write};

/// Writes what was weighed for each quotation of an article; with the `given` text that it was made of, offsets point there.
/// With `at`, a code point, only for the quotations that it lies in.
pub fn write_explanations(
    out: &mut impl Write,
    id: &str,
    annotated: &Annotated,
    explanations: &[Explanation],
    given: Option<&str>,
    at: Option<usize>,
) -> io::Result<()> {
    let texts = Texts::new(annotated, given);
    for (group, (quote, explanation)) in annotated.annotations.quotes.iter().zip(explanations).enumerate() {
        let whole = texts.stretch(quote.extent());
        if at.is_some_and(|at| !(whole.start..whole.end).contains(&at)) {
            continue;
        }
        let speaker = quote.speaker.and_then(|s| annotated.annotations.speakers.get(s as usize));
        let body = Body {
            id,
            group,
            at: whole,
            rule: &quote.rule,
            confidence: rounded(quote.confidence.into(), 1000.0),
            speaker_name: speaker.map(|s| s.name.as_str()),
            reports: explanation.reports.iter().map(|r| ReportBody::new(&texts, r)).collect(),
            speakers: explanation.speakers.iter().map(SpeakerBody::new).collect(),
        };
        line(out, &Record { v: 1, r#type: "explanation", body })?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    group: usize,
    #[serde(flatten)]
    at: Stretch<'a>,
    rule: &'a str,
    confidence: f64,
    speaker_name: Option<&'a str>,
    reports: Vec<ReportBody<'a>>,
    speakers: Vec<SpeakerBody<'a>>,
}

#[derive(Serialize)]
struct ReportBody<'a> {
    chosen: bool,
    cue: Stretch<'a>,
    cue_score: f64,
    contents: Vec<Stretch<'a>>,
    speaker: Option<Stretch<'a>>,
    odds: f64,
    probability: f64,
    features: Vec<WeighedBody<'a>>,
    cue_features: Vec<WeighedBody<'a>>,
}

impl<'a> ReportBody<'a> {
    fn new(texts: &Texts<'a>, report: &'a ReportChoice) -> Self {
        Self {
            chosen: report.chosen,
            cue: texts.stretch(report.cue),
            cue_score: rounded(report.cue_score.into(), 1000.0),
            contents: report.contents.iter().map(|&c| texts.stretch(c)).collect(),
            speaker: report.source.map(|s| texts.stretch(s)),
            odds: rounded(report.odds.into(), 1000.0),
            probability: rounded(report.probability().into(), 1000.0),
            features: weights(&report.features),
            cue_features: weights(&report.cue_features),
        }
    }
}

#[derive(Serialize)]
struct SpeakerBody<'a> {
    chosen: bool,
    speaker_name: &'a str,
    score: f64,
    features: Vec<WeighedBody<'a>>,
}

impl<'a> SpeakerBody<'a> {
    fn new(choice: &'a SpeakerChoice) -> Self {
        Self {
            chosen: choice.chosen,
            speaker_name: &choice.name,
            score: rounded(choice.score.into(), 1000.0),
            features: weights(&choice.features),
        }
    }
}

#[derive(Serialize)]
struct WeighedBody<'a> {
    feature: &'a str,
    weight: f64,
}

fn weights(features: &[Weighed]) -> Vec<WeighedBody<'_>> {
    let body = |w: &'_ Weighed| rounded(w.weight.into(), 1000.0);
    features.iter().map(|w| WeighedBody { feature: &w.feature, weight: body(w) }).filter(|w| w.weight != 0.0).collect()
}
