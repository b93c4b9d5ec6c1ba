//! Why a quotation was found, and why it is this speaker's: the same stages again, with what each of them weighed.

use crate::annotate::attributes::Attributes;
use crate::annotate::contents::{Report, Tagger};
use crate::annotate::cues;
use crate::annotate::doc::Doc;
use crate::annotate::features::{Rows, Sink, cue_features};
use crate::annotate::model::{Model, Table};
use crate::annotate::names::{Cast, Weighing};
use crate::annotate::token::Range;
use crate::annotate::{assemble, build, judge, templates};
use crate::model::{Annotations, Explanation, Quote, ReportChoice, Span, SpeakerChoice, Weighed};

/// Annotates a text, and tells for each quotation what was weighed.
pub(crate) fn explain(model: &Model, text: &str, title: Option<&str>) -> (Annotations, Vec<Explanation>) {
    let doc = Doc::new(text);
    let attrs = Attributes::new(text, &doc, model);
    let drafts = assemble::assemble(text, &doc, &attrs, model);
    let annotations = build::build(text, &doc, &attrs, title, drafts);
    let mut reports = reports(&doc, &attrs, model);
    reports.sort_by(|a, b| b.odds.total_cmp(&a.odds));
    let cast = Cast::new(text, &doc, &attrs, title);
    let explanations = annotations.quotes.iter().map(|quote| Explanation {
        reports: of_quote(&reports, quote),
        speakers: speakers(text, &doc, &cast, &annotations, quote),
    });
    let explanations = explanations.collect();
    (annotations, explanations)
}

/// Everything that the first two stages found, with what the third says of it.
fn reports(doc: &Doc, attrs: &Attributes, model: &Model) -> Vec<ReportChoice> {
    let mut tagger = Tagger::new(doc, attrs, &model.contents);
    let found = cues::find(doc, attrs, model);
    let mut rows = Rows::new();
    let chosen = |cue| judge::choose(doc, attrs, &model.judge, &mut tagger, cue, &mut rows).0;
    let reports = found.into_iter().map(chosen).filter(|r| !r.contents.is_empty());
    reports.map(|r| choice(doc, attrs, model, &r)).collect()
}

fn choice(doc: &Doc, attrs: &Attributes, model: &Model, report: &Report) -> ReportChoice {
    let mut rows = Rows::new();
    let cue = report.cue;
    cue_features(doc, attrs, cue.paragraph, cue.token, &mut Sink::new(&mut rows, model.cues.bits));
    let cue_names = templates::TOKEN.iter().chain(&templates::CUE);
    let cue_features = weighed(&model.cues, rows.as_slice(), cue_names);
    rows.clear();
    judge::features(doc, attrs, report, &mut Sink::new(&mut rows, model.judge.bits));
    let features = weighed(&model.judge, rows.as_slice(), templates::REPORT.iter());
    ReportChoice {
        cue: doc.span(Range { start: cue.token, end: cue.token + 1 }),
        cue_score: cue.score,
        cue_features,
        contents: report.contents.iter().map(|&c| doc.span(c)).collect(),
        source: report.source.map(|s| doc.span(s)),
        odds: features.iter().map(|f| f.weight).sum(),
        features,
        chosen: false,
    }
}

/// The weights of the rows that fired, the weightiest first.
fn weighed<'a>(table: &Table, rows: &[u32], names: impl Iterator<Item = &'a &'static str>) -> Vec<Weighed> {
    let weight = |row: u32| table.rows.get(row as usize).map_or(0.0, |&w| f32::from(w) * table.scale);
    let mut out: Vec<Weighed> = rows
        .iter()
        .zip(names)
        .map(|(&row, name)| Weighed { feature: (*name).to_owned(), weight: weight(row) })
        .collect();
    out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    out
}

/// The reports that claim words of a quotation.
fn of_quote(reports: &[ReportChoice], quote: &Quote) -> Vec<ReportChoice> {
    let meets = |a: Span, b: Span| a.start() < b.end() && b.start() < a.end();
    let claims = |r: &&ReportChoice| r.contents.iter().any(|&c| quote.spans.iter().any(|&s| meets(c, s)));
    let chosen = |r: &ReportChoice| ReportChoice { chosen: quote.cue == Some(r.cue), ..r.clone() };
    reports.iter().filter(claims).map(chosen).collect()
}

/// Everybody whom the source of a quotation might mean, the likeliest first.
fn speakers(text: &str, doc: &Doc, cast: &Cast, annotations: &Annotations, quote: &Quote) -> Vec<SpeakerChoice> {
    let Some(source) = quote.source else { return Vec::new() };
    let speaker = quote.speaker.and_then(|s| annotations.speakers.get(s as usize)).map(|s| s.name.as_str());
    let tokens = Range {
        start: doc.tokens.partition_point(|t| (t.start as usize) < source.start()),
        end: doc.tokens.partition_point(|t| (t.start as usize) < source.end()),
    };
    let choice = |w: Weighing| {
        let mut features: Vec<Weighed> =
            w.parts.iter().map(|&(name, weight)| Weighed { feature: name.to_owned(), weight }).collect();
        features.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let score = features.iter().map(|f| f.weight).sum();
        SpeakerChoice { chosen: speaker == Some(w.name.as_str()), name: w.name, score, features }
    };
    let mut out: Vec<SpeakerChoice> = cast.weigh(text, doc, tokens).into_iter().map(choice).collect();
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Mara Ellery opened the bridge on Monday. She said the bridge “will stand for a century”, \
                        and her deputy, Otto Weir, laughed.\n“It was dear,” Weir told reporters. “It was worth it.”";

    fn reports_of(text: &str) -> (Vec<Report>, Vec<ReportChoice>) {
        let (doc, model) = (Doc::new(text), Model::get());
        let attrs = Attributes::new(text, &doc, model);
        let mut tagger = Tagger::new(&doc, &attrs, &model.contents);
        let found = cues::find(&doc, &attrs, model).into_iter().map(|cue| tagger.report(cue));
        (found.filter(|r| !r.contents.is_empty()).collect(), reports(&doc, &attrs, model))
    }

    #[test]
    fn what_is_told_is_what_was_weighed() {
        let (doc, model) = (Doc::new(TEXT), Model::get());
        let attrs = Attributes::new(TEXT, &doc, model);
        let (reports, choices) = reports_of(TEXT);
        assert!(reports.len() >= 2);
        for (report, choice) in reports.iter().zip(&choices) {
            let odds = judge::score(&doc, &attrs, &model.judge, report, &mut Rows::new());
            assert!((odds - choice.odds).abs() < 1e-3, "{odds} {choice:?}");
            let sum: f32 = choice.cue_features.iter().map(|f| f.weight).sum();
            assert!((sum - choice.cue_score).abs() < 1e-2, "{sum} {choice:?}");
        }
    }

    #[test]
    fn every_template_has_a_name() {
        let doc = Doc::new(TEXT);
        let model = Model::get();
        let attrs = Attributes::new(TEXT, &doc, model);
        let (reports, _) = reports_of(TEXT);
        let mut rows = Rows::new();
        cue_features(&doc, &attrs, 0, 3, &mut Sink::new(&mut rows, 17));
        assert_eq!(rows.as_slice().len(), templates::TOKEN.len() + templates::CUE.len());
        for report in reports.iter().filter(|r| r.source.is_some()) {
            rows.clear();
            judge::features(&doc, &attrs, report, &mut Sink::new(&mut rows, 15));
            assert_eq!(rows.as_slice().len(), templates::REPORT.len());
        }
    }

    #[test]
    fn the_chosen_ones_are_those_of_the_quotation() {
        let (annotations, explanations) = explain(Model::get(), TEXT, None);
        assert_eq!(annotations, crate::annotate::annotate(TEXT, None, None));
        assert_eq!(annotations.quotes.len(), explanations.len());
        let she = annotations.quotes.iter().position(|q| q.source.is_some_and(|s| s.of(TEXT) == "She")).unwrap();
        let speakers = &explanations[she].speakers;
        assert_eq!((speakers[0].name.as_str(), speakers[0].chosen), ("Mara Ellery", true), "{speakers:?}");
        assert!(!speakers[0].features.is_empty());
        let report = explanations[she].reports.iter().find(|r| r.chosen).expect("a report");
        assert_eq!(report.cue.of(TEXT), "said");
        assert!(report.probability() > 0.5);
    }
}
