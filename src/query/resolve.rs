//! From the syntax tree to the plan: words are folded and stemmed, names looked up, fields bound to their groups.

use crate::query::ast::{Expr, ExprKind, NameField, Pattern};
use crate::query::plan::{Filter, Node, PhraseWord, Plan, Target};
use crate::text::{Stemmer, fold_word};
use std::collections::BTreeSet;

/// What an archive knows of names and languages.
pub(crate) trait Names {
    /// Returns the keys of the local names that a speaker called by all these folded words has; with `candidates`, also
    /// where the speaker is only a candidate.
    fn speaker_keys(&self, words: &[String], candidates: bool) -> Vec<String>;

    /// Returns the languages of the articles as ISO 639-1 codes; `""` if some have none.
    fn languages(&self) -> Vec<String>;

    /// Returns the ids of the copies of the article or quotation with this id, itself among them; none if there is none.
    fn copies(&self, id: &str) -> Option<Members>;

    /// Returns whether these folded words stand in a speaker's role.
    fn is_role(&self, words: &[String]) -> bool;

    /// Returns the name nearest to these folded words, if one is near.
    fn nearest_speaker(&self, words: &[String]) -> Option<String>;
}

/// The members of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Members {
    /// Their ids.
    pub ids: BTreeSet<String>,
    /// Whether they are quotations, not articles.
    pub quotes: bool,
}

/// How to resolve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResolveOptions {
    /// `speaker:` matches candidates too.
    pub candidates: bool,
    /// Phrases may be missed, so that their words are to be known too.
    pub lenient: bool,
}

/// Returns the plan of `expr`. Never fails: a name that is not known matches nothing and is noted.
pub(crate) fn resolve(expr: &Expr, names: &dyn Names, options: &ResolveOptions) -> Plan {
    let mut resolver = Resolver::new(names, options);
    let mut parts = Vec::new();
    resolver.conjunction(expr, binds(expr), &mut parts);
    resolver.plan(parts)
}

/// Returns the plan of what the speaker with these `keys` said, in `words` if there are any. Names that stand in `words` mean
/// whom they name.
pub(crate) fn resolve_said(
    keys: Vec<String>,
    words: Option<&Expr>,
    names: &dyn Names,
    options: &ResolveOptions,
) -> Plan {
    let mut resolver = Resolver::new(names, options);
    resolver.quotes_only = true;
    let mut parts = vec![Part { node: Node::Filter(Filter::Speaker(keys)), bare: false }];
    if let Some(words) = words {
        resolver.conjunction(words, true, &mut parts);
    }
    resolver.plan(parts)
}

/// A part of the outermost conjunction.
struct Part {
    node: Node,
    bare: bool,
}

struct Resolver<'n> {
    names: &'n dyn Names,
    candidates: bool,
    lenient: bool,
    loose: Vec<Node>,
    languages: Vec<String>,
    stemmers: Vec<Option<Stemmer>>,
    quotes_only: bool,
    dated: bool,
    notes: Vec<String>,
}

impl<'n> Resolver<'n> {
    fn new(names: &'n dyn Names, options: &ResolveOptions) -> Self {
        let languages = names.languages();
        Self {
            names,
            candidates: options.candidates,
            lenient: options.lenient,
            loose: Vec::new(),
            stemmers: languages.iter().map(|l| Stemmer::new(l)).collect(),
            languages,
            quotes_only: false,
            dated: false,
            notes: Vec::new(),
        }
    }

    fn plan(self, parts: Vec<Part>) -> Plan {
        let node = Node::all(parts.iter().map(|p| p.node.clone()));
        let (bare, required): (Vec<_>, Vec<_>) = parts.into_iter().partition(|p| p.bare);
        let nodes = |parts: Vec<Part>| parts.into_iter().map(|p| p.node).collect();
        Plan {
            node,
            quotes_only: self.quotes_only,
            required: nodes(required),
            bare: nodes(bare),
            loose: self.loose,
            dated: self.dated,
            notes: self.notes,
        }
    }

    /// Adds the parts of a conjunction; `bound` tells that its group has a speaker or a role.
    fn conjunction(&mut self, expr: &Expr, bound: bool, parts: &mut Vec<Part>) {
        match &expr.kind {
            ExprKind::And(exprs) => exprs.iter().for_each(|e| self.conjunction(e, bound, parts)),
            ExprKind::Group(inner) => self.conjunction(inner, bound || binds(inner), parts),
            ExprKind::Text(None, Pattern::Word(_) | Pattern::Joined(_) | Pattern::Prefix(_) | Pattern::Fuzzy(..)) => {
                if let ExprKind::Text(_, Pattern::Joined(words)) = &expr.kind {
                    self.loosen(words.iter(), bound);
                }
                parts.push(Part { node: self.node(expr, bound), bare: true });
            }
            ExprKind::Text(None, Pattern::Phrase(words)) => {
                self.loosen(words.iter().map(|(word, _)| word), bound);
                parts.push(Part { node: self.node(expr, bound), bare: false });
            }
            _ => parts.push(Part { node: self.node(expr, bound), bare: false }),
        }
    }

    /// Notes the words of a phrase, or of joined pieces, that a lenient query may miss.
    fn loosen<'w>(&mut self, words: impl Iterator<Item = &'w String>, bound: bool) {
        if !self.lenient || bound {
            return;
        }
        for word in words {
            let word = self.text(None, &Pattern::Word(word.clone()), false);
            self.loose.push(word);
        }
    }

    fn node(&mut self, expr: &Expr, bound: bool) -> Node {
        match &expr.kind {
            ExprKind::Everything => Node::All,
            ExprKind::Nothing => Node::Or(Vec::new()),
            ExprKind::Text(target, pattern) => self.text(*target, pattern, bound),
            ExprKind::Name(field, words) => self.name(*field, words),
            ExprKind::Kind(kind) => {
                self.quotes_only = true;
                Node::Filter(Filter::Kind(*kind))
            }
            ExprKind::Lang(code) => self.lang(code),
            ExprKind::Dates(from, to) => {
                self.dated = true;
                Node::Filter(Filter::Dates { from: *from, to: *to })
            }
            ExprKind::Id(id) => Node::Filter(Filter::Ids([id.clone()].into())),
            ExprKind::Cluster(id) => self.cluster(id),
            ExprKind::And(parts) => Node::all(parts.iter().map(|p| self.node(p, bound))),
            ExprKind::Or(parts) => Node::any(parts.iter().map(|p| self.node(p, bound))),
            ExprKind::Not(part) => Node::negated(self.node(part, bound)),
            ExprKind::Group(part) => self.node(part, bound || binds(part)),
        }
    }

    fn text(&mut self, target: Option<Target>, pattern: &Pattern, bound: bool) -> Node {
        self.quotes_only |= target == Some(Target::Said);
        let target = target.unwrap_or(if bound { Target::Said } else { Target::Unit });
        match pattern {
            Pattern::Word(form) => {
                let word = fold(form);
                let stems = self.stems(&word);
                Node::Word { target, word, form: form.clone(), stems }
            }
            Pattern::Phrase(words) => {
                Node::Phrase { target, words: words.iter().map(|(w, gap)| phrase_word(w, *gap)).collect() }
            }
            Pattern::Joined(words) => Node::Phrase { target, words: words.iter().map(|w| phrase_word(w, 0)).collect() },
            Pattern::Near(words, within) => {
                Node::Near { target, words: words.iter().map(|w| phrase_word(w, 0)).collect(), within: *within }
            }
            Pattern::Prefix(form) => Node::Prefix { target, prefix: fold(form), form: form.clone() },
            Pattern::Fuzzy(form, distance) => {
                Node::Fuzzy { target, word: fold(form), form: form.clone(), distance: *distance }
            }
        }
    }

    /// Returns the stems of `word` in the languages of the archive, without doubles; the word itself where one has none.
    fn stems(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::new();
        for stemmer in &self.stemmers {
            let stem = stemmer.map_or_else(|| word.to_owned(), |s| s.stem(word).into_owned());
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        if stems.is_empty() {
            stems.push(word.to_owned());
        }
        stems
    }

    fn name(&mut self, field: NameField, words: &[String]) -> Node {
        self.quotes_only |= matches!(field, NameField::Speaker | NameField::Role);
        let folded: Vec<String> = words.iter().map(|w| fold(w)).collect();
        Node::Filter(match field {
            NameField::Speaker => Filter::Speaker(self.speaker(words, &folded)),
            NameField::Role => Filter::Role(folded),
            NameField::By => Filter::By(folded),
            NameField::Outlet => Filter::Outlet(folded),
        })
    }

    fn speaker(&mut self, words: &[String], folded: &[String]) -> Vec<String> {
        let keys = self.names.speaker_keys(folded, self.candidates);
        if keys.is_empty() {
            let mut note = format!("nobody is called `{}`", words.join(" "));
            if self.names.is_role(folded) {
                note.push_str(&format!("; it is a role: `role:\"{}\"`", words.join(" ")));
            } else if let Some(near) = self.names.nearest_speaker(folded) {
                note.push_str(&format!("; the nearest name is `{near}`"));
            }
            self.note(note);
        }
        keys
    }

    fn lang(&mut self, code: &str) -> Node {
        if !self.languages.iter().any(|l| l == code) {
            let mut known: Vec<&str> = self.languages.iter().map(String::as_str).filter(|l| !l.is_empty()).collect();
            known.sort_unstable();
            self.note(format!("no article is in the language `{code}`; there are {}", known.join(", ")));
        }
        Node::Filter(Filter::Lang(code.to_owned()))
    }

    fn cluster(&mut self, id: &str) -> Node {
        let Some(members) = self.names.copies(id) else {
            self.note(format!("no article and no quotation has the id `{id}`"));
            return Node::Or(Vec::new());
        };
        self.quotes_only |= members.quotes;
        Node::Filter(Filter::Ids(members.ids))
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Returns whether `speaker:` or `role:` stands in this group, not counting the groups inside it.
fn binds(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(field, _) => matches!(field, NameField::Speaker | NameField::Role),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().any(binds),
        ExprKind::Not(part) => binds(part),
        _ => false,
    }
}

fn fold(word: &str) -> String {
    let mut out = String::new();
    fold_word(word, &mut out);
    out
}

fn phrase_word(word: &str, gap: u32) -> PhraseWord {
    PhraseWord { word: fold(word), form: word.to_owned(), gap }
}
