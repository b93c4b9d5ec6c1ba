//! XML as a small tree: elements, their attributes and words, and walks through them.

use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// A part of a document: nodes in the order of the text, each with the place where those below it end.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
}

/// A node of a tree.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) kind: Kind<'t>,
    /// The number of the first node that is neither this one nor below it.
    pub(super) end: usize,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    Element(BytesStart<'t>),
    Text(Cow<'t, str>),
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Element<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) at: usize,
}

/// A step of a walk through the nodes below an element.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) enum Step<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element ends.
    Close(Element<'a>),
    /// Words.
    Text(&'a str),
}

/// Undoes escapes that were escaped twice: `&amp;quot;` is a mark.
pub(in crate::ingest) fn unescaped(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), Cow::into_owned)
}

impl<'a> Element<'a> {
    fn tag(&self) -> &'a BytesStart<'a> {
        match &self.tree.nodes[self.at].kind {
            Kind::Element(tag) => tag,
            // An `Element` is only made of one.
            Kind::Text(_) => unreachable!("a text is no element"),
        }
    }

    /// Returns the name with its prefix: `content:encoded`.
    pub(in crate::ingest) fn full_name(&self) -> &'a str {
        self.tag().name().into_inner()
    }

    /// Returns the name without a prefix.
    pub(in crate::ingest) fn name(&self) -> &'a str {
        let name = self.full_name();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// Returns whether the element is called `name`, with its prefix if `name` has one.
    fn is(&self, name: &str) -> bool {
        if name.contains(':') { self.full_name() == name } else { self.name() == name }
    }

    /// Returns an attribute that is not empty, by its name without a prefix.
    pub(in crate::ingest) fn attribute(&self, name: &str) -> Option<String> {
        let found = self.tag().html_attributes().with_checks(false).flatten().find(|attribute| {
            let key = attribute.key.into_inner();
            key == name || key.rsplit_once(':').is_some_and(|(_, local)| local == name)
        })?;
        let value = quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned);
        (!value.trim().is_empty()).then(|| value.trim().to_owned())
    }

    /// Returns the elements right below this one.
    pub(in crate::ingest) fn children(self) -> impl Iterator<Item = Element<'a>> {
        let (tree, end) = (self.tree, self.tree.nodes[self.at].end);
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                next = tree.nodes[at].end.max(at + 1);
                if matches!(tree.nodes[at].kind, Kind::Element(_)) {
                    return Some(Element { tree, at });
                }
            }
            None
        })
    }

    /// Returns every element below this one that is called `name`.
    pub(in crate::ingest) fn all(self, name: &'a str) -> impl Iterator<Item = Element<'a>> {
        let tree = self.tree;
        (self.at + 1..tree.nodes[self.at].end)
            .filter(|at| matches!(tree.nodes[*at].kind, Kind::Element(_)))
            .map(move |at| Element { tree, at })
            .filter(move |element| element.is(name))
    }

    /// Returns the first element below this one that is called `name`.
    pub(in crate::ingest) fn first(self, name: &'a str) -> Option<Element<'a>> {
        self.all(name).next()
    }

    /// Returns the element right below this one that is called `name`.
    pub(in crate::ingest) fn child(self, name: &str) -> Option<Element<'a>> {
        self.children().find(|child| child.is(name))
    }

    /// Returns the element at a path of names, each right below the one before.
    pub(in crate::ingest) fn at(self, path: &[&str]) -> Option<Element<'a>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Returns all words below this element as they stand.
    pub(in crate::ingest) fn raw_text(self) -> String {
        let texts = self.tree.nodes[self.at + 1..self.tree.nodes[self.at].end].iter();
        texts.filter_map(|node| if let Kind::Text(text) = &node.kind { Some(&**text) } else { None }).collect()
    }

    /// Returns all words below this element on one line; `None` if there are none.
    pub(in crate::ingest) fn line(self) -> Option<String> {
        let line = crate::ingest::one_line(&self.raw_text());
        (!line.is_empty()).then_some(line)
    }

    /// Returns the words of the first element called `name` below this one that has any.
    pub(in crate::ingest) fn line_of(self, name: &'a str) -> Option<String> {
        self.all(name).find_map(Element::line)
    }

    /// Walks through everything below this element, `visit` says of each opened element whether to go into it.
    pub(in crate::ingest) fn walk(self, visit: &mut dyn FnMut(Step<'a>) -> bool) {
        let (tree, end) = (self.tree, self.tree.nodes[self.at].end);
        let mut open: Vec<usize> = Vec::new();
        let mut at = self.at + 1;
        loop {
            while let Some(&last) = open.last().filter(|last| tree.nodes[**last].end <= at) {
                open.pop();
                visit(Step::Close(Element { tree, at: last }));
            }
            if at >= end {
                return;
            }
            match &tree.nodes[at].kind {
                Kind::Text(text) => {
                    visit(Step::Text(text));
                }
                Kind::Element(_) => {
                    if !visit(Step::Open(Element { tree, at })) {
                        at = tree.nodes[at].end;
                        continue;
                    }
                    open.push(at);
                }
            }
            at += 1;
        }
    }
}
