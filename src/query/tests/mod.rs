//! Tests of the query language: tables of query and tree, errors as they are read, any text.

mod errors;
mod grammar;
mod lenient;

use super::{Filter, Members, Names, Node, Plan, ResolveOptions, Target, parse, resolve};

/// An archive in English that knows Keir Starmer (also a candidate) and Friedrich Merz.
pub(super) struct Fixture;

impl Names for Fixture {
    fn speaker_keys(&self, words: &[String], candidates: bool) -> Vec<String> {
        let known = [("keir starmer", false), ("friedrich merz", false), ("maybe starmer", true)];
        let hit = |name: &str| words.iter().all(|w| name.split(' ').any(|n| n == w));
        known.iter().filter(|(name, c)| hit(name) && (candidates || !c)).map(|(name, _)| (*name).to_owned()).collect()
    }

    fn languages(&self) -> Vec<String> {
        vec!["en".to_owned()]
    }

    fn copies(&self, id: &str) -> Option<Members> {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        match id {
            "lead" => Some(Members { ids: ids(&["copy", "lead"]), quotes: false }),
            "lead#1-9" => Some(Members { ids: ids(&["copy#2-8", "lead#1-9"]), quotes: true }),
            _ => None,
        }
    }

    fn is_role(&self, words: &[String]) -> bool {
        words == ["chancellor"]
    }

    fn nearest_speaker(&self, words: &[String]) -> Option<String> {
        super::nearest(&words.join(" "), ["starmer", "merz"]).map(str::to_owned)
    }
}

/// Returns the plan of a query.
pub(super) fn plan(query: &str) -> Plan {
    match parse(query) {
        Ok(expr) => resolve(&expr, &Fixture, &ResolveOptions::default()),
        Err(err) => panic!("{}", err.render()),
    }
}

/// Returns a short picture of a tree.
pub(super) fn show(node: &Node) -> String {
    let list = |parts: &[Node], sign: &str| format!("({})", parts.iter().map(show).collect::<Vec<_>>().join(sign));
    match node {
        Node::All => "*".to_owned(),
        Node::Word { target, word, stems, .. } if stems.len() == 1 && stems[0] == *word => {
            format!("{}{word}", at(*target))
        }
        Node::Word { target, word, stems, .. } => format!("{}{word}/{}", at(*target), stems.join("/")),
        Node::Phrase { target, words } => {
            let words: Vec<_> =
                words.iter().map(|w| if w.gap > 0 { format!("…{}", w.word) } else { w.word.clone() }).collect();
            format!("{}“{}”", at(*target), words.join(" "))
        }
        Node::Near { target, words, within } => {
            let words: Vec<_> = words.iter().map(|w| w.word.as_str()).collect();
            format!("{}“{}”{within}", at(*target), words.join(" "))
        }
        Node::Prefix { target, prefix, .. } => format!("{}{prefix}*", at(*target)),
        Node::Fuzzy { target, word, distance, .. } => format!("{}{word}~{distance}", at(*target)),
        Node::Filter(filter) => show_filter(filter),
        Node::And(parts) => list(parts, " & "),
        Node::Or(parts) => list(parts, " | "),
        Node::Not(part) => format!("!{}", show(part)),
    }
}

fn at(target: Target) -> &'static str {
    match target {
        Target::Unit => "",
        Target::Said => "said.",
        Target::Title => "title.",
    }
}

fn show_filter(filter: &Filter) -> String {
    match filter {
        Filter::Speaker(keys) => format!("speaker={}", keys.join("+")),
        Filter::Role(words) => format!("role={}", words.join("+")),
        Filter::By(words) => format!("by={}", words.join("+")),
        Filter::Outlet(words) => format!("outlet={}", words.join("+")),
        Filter::Kind(kind) => format!("kind={}", kind.name()),
        Filter::Lang(code) => format!("lang={code}"),
        Filter::Dates { from, to } => {
            let day = |d: &Option<u32>| d.map_or(String::new(), |d| d.to_string());
            format!("{}..{}", day(from), day(to))
        }
        Filter::Ids(ids) => format!("id={}", ids.iter().map(String::as_str).collect::<Vec<_>>().join("+")),
    }
}
