//! The worst confusions of annotations with gold annotations, with their surroundings: what to mend next.

use anyhow::{Context, Result};
use onrecord::Span;
use onrecord::training::Gold;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;

/// A predicted piece of a quotation; spans are bytes.
struct Predicted {
    span: Span,
    name: Option<String>,
    rule: String,
    confidence: f64,
}

/// What went wrong with one quotation, and where.
struct Confusion {
    class: &'static str,
    rule: String,
    confidence: f64,
    line: String,
}

/// Overlap, in parts of the union, from which a prediction is of a gold quotation.
const LOOSE: f64 = 0.5;
/// Bytes of the text shown on either side.
const AROUND: usize = 140;

/// Prints how often each kind of confusion occurs under each rule, and the `most` surest ones of each kind.
pub(crate) fn print(gold: &[Gold], annotations: &Path, most: usize, out: &mut impl Write) -> Result<()> {
    let predicted = read(gold, annotations)?;
    let mut all = Vec::new();
    for article in gold {
        if let Some(found) = predicted.get(article.id.as_str()) {
            compare(article, found, &mut all);
        }
    }
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for confusion in &all {
        *counts.entry((confusion.class, &confusion.rule)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&(key, n)| (std::cmp::Reverse(n), key));
    for ((class, rule), n) in rows {
        writeln!(out, "{n:6}  {class:14} {rule}")?;
    }
    all.sort_by(|a, b| a.class.cmp(b.class).then(b.confidence.total_cmp(&a.confidence)).then(a.line.cmp(&b.line)));
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for confusion in &all {
        let n = shown.entry(confusion.class).or_default();
        *n += 1;
        if *n <= most {
            writeln!(
                out,
                "\n{} · {} · {:.2}\n{}",
                confusion.class, confusion.rule, confusion.confidence, confusion.line
            )?;
        }
    }
    Ok(())
}

/// Reads `annotations` records of the gold articles.
fn read(gold: &[Gold], path: &Path) -> Result<HashMap<String, Vec<Predicted>>> {
    let texts: HashMap<&str, &str> = gold.iter().map(|g| (g.id.as_str(), g.text.as_str())).collect();
    let mut out = HashMap::new();
    for line in super::lines(path)? {
        let record: Value = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
        let Some(id) = record["id"].as_str() else { continue };
        let Some(text) = texts.get(id) else { continue };
        let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let at = |value: &Value| value.as_u64().and_then(|n| offsets.get(n as usize).copied());
        let piece = |q: &Value| {
            Some(Predicted {
                span: Span::new(at(&q["start"])?, at(&q["end"])?),
                name: q["speaker_name"].as_str().map(str::to_owned),
                rule: q["rule"].as_str().unwrap_or_default().to_owned(),
                confidence: q["confidence"].as_f64().unwrap_or_default(),
            })
        };
        let quotes = record["quotes"].as_array().into_iter().flatten().filter_map(piece).collect();
        out.insert(id.to_owned(), quotes);
    }
    Ok(out)
}

fn compare(article: &Gold, found: &[Predicted], out: &mut Vec<Confusion>) {
    let mut taken = vec![false; found.len()];
    for group in &article.groups {
        for &content in &group.contents {
            let best = (0..found.len())
                .filter(|&i| !taken[i])
                .map(|i| (i, overlap(content, found[i].span)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let matched = best.filter(|&(_, share)| share >= LOOSE).map(|(i, _)| i);
            if let Some(i) = matched {
                taken[i] = true;
            }
            if group.optional {
                continue;
            }
            let Some(p) = matched.map(|i| &found[i]) else {
                out.push(confusion("missed", "", 0.0, article, content, "", group.name.as_deref().unwrap_or("")));
                continue;
            };
            let class = match (&group.name, &p.name) {
                (Some(gold), Some(name)) if !same(gold, name) => "other name",
                (Some(_), None) => "nobody named",
                _ => continue,
            };
            let (name, gold) = (p.name.as_deref().unwrap_or("nobody"), group.name.as_deref().unwrap_or(""));
            out.push(confusion(class, &p.rule, p.confidence, article, content, name, gold));
        }
    }
    let known = |span: Span| article.groups.iter().flat_map(|g| &g.contents).any(|c| overlap(*c, span) > 0.0);
    for (p, taken) in found.iter().zip(taken) {
        if !taken && !known(p.span) {
            let name = p.name.as_deref().unwrap_or("nobody");
            out.push(confusion("false alarm", &p.rule, p.confidence, article, p.span, name, ""));
        }
    }
}

fn confusion(
    class: &'static str,
    rule: &str,
    confidence: f64,
    article: &Gold,
    span: Span,
    name: &str,
    gold: &str,
) -> Confusion {
    let text = article.text.as_str();
    let mut from = span.start().saturating_sub(AROUND);
    let mut to = (span.end() + AROUND).min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let context = format!("{}⟦{}⟧{}", &text[from..span.start()], span.of(text), &text[span.end()..to]);
    let line = format!("{}: {name} (gold: {gold})\n  {}", article.id, context.replace('\n', " ¶ "));
    Confusion { class, rule: rule.to_owned(), confidence, line }
}

fn overlap(a: Span, b: Span) -> f64 {
    let both = a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    let either = (a.end() - a.start()) + (b.end() - b.start()) - both;
    both as f64 / either.max(1) as f64
}

/// One name's words hold the other's, the articles aside.
fn same(a: &str, b: &str) -> bool {
    let words =
        |s: &str| -> Vec<String> { s.split_whitespace().map(str::to_lowercase).filter(|w| w != "the").collect() };
    let (a, b) = (words(a), words(b));
    let within = |x: &[String], y: &[String]| x.iter().all(|w| y.contains(w));
    within(&a, &b) || within(&b, &a)
}
