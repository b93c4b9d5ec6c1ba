//! Reading XML: events in, one record's tree out. Nothing is fetched, no entity expands into another, depth is bounded, slips are
//! forgiven.

use crate::ingest::xml::tree::{Element, Kind, Node, Tree};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// Elements deeper than this are left out; their words stay.
const DEEPEST: usize = 250;

/// A record that was read, and where it stands in the text.
pub(in crate::ingest) struct Record<'a> {
    /// The element.
    pub(in crate::ingest) element: Element<'a>,
    /// The elements around it and what stood in them before it, without other records.
    pub(in crate::ingest) root: Element<'a>,
    /// The bytes of the document that it is made from.
    pub(in crate::ingest) source: &'a str,
}

/// Reads `text` and hands over each element that `is_record` and that lies in no other, one at a time; it is
/// forgotten before the next one is read.
///
/// # Errors
///
/// The document is damaged or cut short; the records before the damage were handed over.
pub(in crate::ingest) fn each_record(
    text: &str,
    is_record: impl Fn(&str) -> bool,
    mut take: impl FnMut(Record<'_>),
) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut builder = Builder::default();
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|err| format!("damaged XML at byte {start}: {err}"))?;
        let closed = match event {
            Event::Start(tag) => {
                builder.open(tag, start, &is_record);
                None
            }
            Event::Empty(tag) => {
                let name = tag.name().into_inner().to_owned();
                builder.open(tag, start, &is_record);
                builder.close(&name)
            }
            Event::End(tag) => builder.close(tag.name().into_inner()),
            Event::Text(words) => {
                builder.text(words.into_inner());
                None
            }
            Event::CData(words) => {
                builder.text(words.into_inner());
                None
            }
            Event::GeneralRef(name) => {
                builder.text(resolved(&name));
                None
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
        };
        if let Some((at, from)) = closed {
            let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
            builder.reach_the_end();
            let tree = &builder.tree;
            let element = Element { tree, at };
            take(Record { element, root: Element { tree, at: 0 }, source: text.get(from..end).unwrap_or("") });
            builder.forget(at);
        }
    }
    if builder.open.is_empty() { Ok(()) } else { Err("XML that ends in the middle".to_owned()) }
}

/// Builds the tree out of events.
#[derive(Default)]
struct Builder<'t> {
    tree: Tree<'t>,
    /// The elements that are open, and their number.
    open: Vec<(String, usize)>,
    /// How many are open in them that are too deep to be kept.
    deeper: usize,
    /// How many of `open` there were when the record began, its number and where it stands.
    record: Option<(usize, usize, usize)>,
}

impl<'t> Builder<'t> {
    fn open(&mut self, tag: BytesStart<'t>, start: usize, is_record: &impl Fn(&str) -> bool) {
        if self.deeper > 0 || self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        let name = tag.name().into_inner().to_owned();
        let at = self.tree.nodes.len();
        if self.record.is_none() && is_record(&name) {
            self.record = Some((self.open.len(), at, start));
        }
        self.tree.nodes.push(Node { kind: Kind::Element(tag), end: at + 1 });
        self.open.push((name, at));
    }

    /// Ends the element `name`, and those in it that were not ended; returns the record if it ends with this.
    fn close(&mut self, name: &str) -> Option<(usize, usize)> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let depth = self.open.iter().rposition(|(open, _)| open == name)?;
        for (_, at) in self.open.drain(depth..) {
            self.tree.nodes[at].end = self.tree.nodes.len();
        }
        let (at_depth, at, start) = self.record?;
        if depth > at_depth {
            return None;
        }
        self.record = None;
        Some((at, start))
    }

    fn text(&mut self, words: Cow<'t, str>) {
        // Between records white space would pile up.
        if self.open.is_empty() || self.record.is_none() && words.trim().is_empty() {
            return;
        }
        let end = self.tree.nodes.len() + 1;
        self.tree.nodes.push(Node { kind: Kind::Text(words), end });
    }

    /// Lets the elements that are still open reach to the end of what was read.
    fn reach_the_end(&mut self) {
        let end = self.tree.nodes.len();
        for (_, at) in &self.open {
            self.tree.nodes[*at].end = end;
        }
    }

    /// Forgets the record at `at`.
    fn forget(&mut self, at: usize) {
        // The root stays: others look at it.
        self.tree.nodes.truncate(at.max(1));
    }
}

/// Returns what an entity stands for; one that nobody knows stays as it is.
fn resolved(name: &BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Cow::Owned(c.to_string());
    }
    let raw = &**name;
    if name.is_char_ref() {
        // A control character, as the marks of a wire are.
        return Cow::Borrowed(" ");
    }
    resolve_html5_entity(raw).map_or_else(|| Cow::Owned(format!("&{raw};")), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, record: &str) -> (Vec<String>, Result<(), String>) {
        let mut found = Vec::new();
        let done = each_record(text, |name| name == record, |r| found.push(r.element.raw_text()));
        (found, done)
    }

    #[test]
    fn records_are_handed_over_one_by_one() {
        let text = "<?xml version='1.0'?><all><in><a>x</a><r n='1'>One &amp; <b>two</b></r><r><r>in</r></r></in></all>";
        let mut seen = Vec::new();
        each_record(
            text,
            |name| name == "r",
            |record| {
                let first = record.root.at(&["in", "a"]).and_then(Element::line);
                seen.push((record.element.raw_text(), first, record.source.to_owned()));
            },
        )
        .unwrap();
        let x = || Some("x".to_owned());
        assert_eq!(
            seen,
            [
                ("One & two".to_owned(), x(), "<r n='1'>One &amp; <b>two</b></r>".to_owned()),
                ("in".to_owned(), x(), "<r><r>in</r></r>".to_owned())
            ]
        );
    }

    #[test]
    fn slips_are_forgiven_and_damage_is_told() {
        assert_eq!(read("<a>AT&T &eacute;&#233;&nope; <b>x</i></b></a>", "a").0, ["AT&T éé&nope; x"]);
        let (found, done) = read("<a><r>One</r><r>Tw", "r");
        assert_eq!((found, done.unwrap_err().as_str()), (vec!["One".to_owned()], "XML that ends in the middle"));
        assert!(read("<a><r>One</r><r x='", "r").1.unwrap_err().starts_with("damaged XML at byte"));
    }

    #[test]
    fn no_entity_expands() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(read(bomb, "a").0, ["&c;"]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("<a>{}words{}</a>", "<b>".repeat(100_000), "</b>".repeat(100_000));
        assert_eq!(read(&deep, "a").0, ["words"]);
        let crossed = format!("{}words{}</a>", "<a>".repeat(100_000), "</b>".repeat(100_000));
        assert!(read(&crossed, "x").1.is_err());
    }
}
