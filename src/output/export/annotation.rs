//! W3C Web Annotations: each hit is an annotation whose target is found by its words (`TextQuoteSelector`) and by its place
//! (`TextPositionSelector`) in code points of the article text that `onrecord extract` prints.
//!
//! A quotation that the narrator interrupts has a target for each piece. Words of a title have no place in the text.

use crate::model::Span;
use crate::output::CodePoints;
use crate::output::export::{quote_of, speaker_of, text_of, urn, web_address};
use crate::query::{Hit, Unit};
use serde_json::{Value, json};
use std::io::{self, Write};

/// How many characters before and behind the words tell them from the same words elsewhere.
const AROUND: usize = 32;

/// Writes the beginning of the page.
pub(super) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(
        b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:onrecord:export\",\"type\":\"AnnotationPage\",\"items\":[",
    )
}

/// Writes a hit as an item.
pub(super) fn hit(out: &mut impl Write, hit: &Hit, first: bool) -> io::Result<()> {
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, &annotation(hit)).map_err(io::Error::from)
}

fn annotation(hit: &Hit) -> Value {
    let article = &hit.article.article;
    let source = web_address(article.url.as_deref()).map_or_else(|| urn("article", &article.id), str::to_owned);
    let text = text_of(hit);
    let points = CodePoints::new(text);
    let whole = [hit.span];
    let pieces = quote_of(hit).map_or(whole.as_slice(), |quote| &quote.spans);
    let target = |span: &Span| {
        let mut selectors = vec![json!({
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": last(&text[..span.start()]),
            "suffix": first(&text[span.end()..]),
        })];
        if hit.unit != Unit::Title {
            let [start, end] = points.span(*span);
            selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        }
        json!({ "type": "SpecificResource", "source": source, "selector": selectors })
    };
    json!({
        "id": urn("hit", &hit.id()),
        "type": "Annotation",
        "motivation": if speaker_of(hit).is_some() { "identifying" } else { "highlighting" },
        "body": bodies(hit),
        "target": pieces.iter().map(target).collect::<Vec<_>>(),
    })
}

/// Returns who speaks, in which role, and in what kind of quotation.
fn bodies(hit: &Hit) -> Vec<Value> {
    let body = |purpose: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "value": value });
    let mut bodies = Vec::new();
    if let Some((name, speaker)) = speaker_of(hit) {
        bodies.push(body("identifying", name));
        bodies.extend(speaker.roles.first().map(|role| body("describing", role)));
    }
    bodies.extend(quote_of(hit).map(|quote| body("classifying", quote.kind.name())));
    bodies
}

fn last(text: &str) -> &str {
    let from = text.char_indices().rev().nth(AROUND - 1).map_or(0, |(i, _)| i);
    &text[from..]
}

fn first(text: &str) -> &str {
    let to = text.char_indices().nth(AROUND).map_or(text.len(), |(i, _)| i);
    &text[..to]
}
