//! Questions: passages for a query, what a speaker said, who said a phrase.

use crate::archive::names::Known;
use crate::archive::state::State;
use crate::archive::{Archive, paths, speakers};
use crate::error::{Error, ErrorKind, Result};
use crate::link::Speakers;
use crate::model::Span;
use crate::query::{
    Expr, ExprKind, NameField, Names, Plan, Request, ResolveOptions, Results, Scope, SpeakerRow, parse, parse_lenient,
    quotations, resolve, search,
};
use crate::text::{fold_word, words};

impl Archive {
    /// Answers a query with ranked passages.
    ///
    /// # Errors
    ///
    /// The query is not in the language, there is no index, or it cannot be read.
    pub fn search(&self, request: &Request) -> Result<Results> {
        let (expr, notes) = parsed(&request.query, request.lenient)?;
        self.answer(&expr, notes, request)
    }

    /// Answers what a speaker said. The longest leading run of `args` that names a known speaker is the speaker, the rest
    /// is a query on the words; `request.query` is not looked at.
    ///
    /// # Errors
    ///
    /// As for [`Archive::search`]; also if no speaker is called so.
    pub fn said(&self, args: &[String], request: &Request) -> Result<Results> {
        let state = self.state()?;
        let speakers = state.speakers()?;
        let (count, named) = (1..=args.len())
            .rev()
            .filter(|&n| args[..n].iter().all(|arg| is_name(arg)))
            .map(|n| (n, speakers.named_best(&folded(&args[..n].join(" ")))))
            .find(|(_, named)| !named.is_empty())
            .ok_or_else(|| nobody(args, speakers))?;
        let rest = args[count..].join(" ");
        let name = Expr {
            span: Span::default(),
            kind: ExprKind::Name(NameField::Speaker, args[..count].iter().flat_map(|arg| plain(arg)).collect()),
        };
        let (expr, notes) = if rest.trim().is_empty() {
            (name, Vec::new())
        } else {
            let (words, notes) = parsed(&rest, request.lenient)?;
            let group = Expr { span: words.span, kind: ExprKind::Group(Box::new(words)) };
            (Expr { span: Span::default(), kind: ExprKind::And(vec![name, group]) }, notes)
        };
        let known = Chosen { known: known(&state, speakers)?, keys: speakers.keys(&named) };
        let mut results = self.run(&state, &expr, &known, notes, request)?;
        results.speaker = Some(in_words(&named, speakers));
        Ok(results)
    }

    /// Answers who said a phrase: the speakers, those with most quotations first, and the quotations.
    ///
    /// # Errors
    ///
    /// As for [`Archive::search`].
    pub fn who_said(&self, phrase: &str, request: &Request) -> Result<(Vec<SpeakerRow>, Results)> {
        let bare: String = phrase.chars().map(|c| if is_double_mark(c) { ' ' } else { c }).collect();
        let (expr, notes) = parsed(&format!("said:\"{}\"", bare.trim()), request.lenient)?;
        let state = self.state()?;
        let plan = plan(&state, &expr, request)?;
        let scope = scope(request)?;
        let found = quotations(&*state.snapshot, &plan, request, &scope)?;
        let rows = speakers::who_said(&state, &plan, request, &scope, &found)?;
        Ok((rows, self.answer(&expr, notes, request)?))
    }

    fn answer(&self, expr: &Expr, notes: Vec<String>, request: &Request) -> Result<Results> {
        let state = self.state()?;
        let known = known(&state, state.speakers()?)?;
        self.run(&state, expr, &known, notes, request)
    }

    fn run(
        &self,
        state: &State,
        expr: &Expr,
        names: &dyn Names,
        notes: Vec<String>,
        request: &Request,
    ) -> Result<Results> {
        let plan = resolve(expr, names, &ResolveOptions { candidates: request.candidates });
        let mut results = search(&*state.snapshot, &plan, request, &scope(request)?)?;
        results.query = expr.to_string();
        results.notes.splice(..0, notes);
        speakers::name_hits(state.speakers()?, &mut results.hits);
        Ok(results)
    }
}

fn parsed(query: &str, lenient: bool) -> Result<(Expr, Vec<String>)> {
    if lenient {
        return Ok(parse_lenient(query));
    }
    Ok((parse(query)?, Vec::new()))
}

fn known<'a>(state: &State, speakers: &'a Speakers) -> Result<Known<'a>> {
    Ok(Known { speakers, languages: state.snapshot.languages()? })
}

fn plan(state: &State, expr: &Expr, request: &Request) -> Result<Plan> {
    let known = known(state, state.speakers()?)?;
    Ok(resolve(expr, &known, &ResolveOptions { candidates: request.candidates }))
}

/// Returns the conditions of the whole request.
pub(super) fn scope(request: &Request) -> Result<Scope> {
    let under = request.under.iter().map(|path| Ok(paths::text(&paths::absolute(path)?)));
    Ok(Scope {
        candidates: request.candidates,
        min_confidence: request.min_confidence,
        under: under.collect::<Result<_>>()?,
    })
}

/// The names of the archive, where the speaker is chosen already.
struct Chosen<'a> {
    known: Known<'a>,
    keys: Vec<String>,
}

impl Names for Chosen<'_> {
    fn speaker_keys(&self, _: &[String], _: bool) -> Vec<String> {
        self.keys.clone()
    }

    fn languages(&self) -> Vec<String> {
        self.known.languages()
    }

    fn nearest_speaker(&self, words: &[String]) -> Option<String> {
        self.known.nearest_speaker(words)
    }
}

fn nobody(args: &[String], speakers: &Speakers) -> Error {
    let name = args.join(" ");
    let mut message = format!("nobody in the index is called `{name}`");
    let known = Known { speakers, languages: Vec::new() };
    let tries = [&args[..args.len().min(1)], &args[..args.len().min(2)], args];
    if let Some(near) = tries.iter().find_map(|args| known.nearest_speaker(&folded(&args.join(" ")))) {
        message.push_str(&format!("; did you mean `{near}`?"));
    }
    Error::new(ErrorKind::Query, message)
}

/// Returns whether an argument may be a part of a name, and not of a query.
fn is_name(arg: &str) -> bool {
    let spelled =
        arg.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '\'' | '’' | '-' | '.' | ','));
    spelled && !arg.starts_with('-') && words(arg).next().is_some()
}

fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

fn plain(arg: &str) -> Vec<String> {
    words(arg).map(|span| span.of(arg).to_owned()).collect()
}

pub(super) fn folded(text: &str) -> Vec<String> {
    let fold = |span: Span| {
        let mut word = String::new();
        fold_word(span.of(text), &mut word);
        word
    };
    words(text).map(fold).collect()
}

/// Returns the names of speakers for a person to read, those with most quotations first.
fn in_words(named: &[usize], speakers: &Speakers) -> String {
    let mut all: Vec<_> = named.iter().map(|&i| &speakers.all()[i]).collect();
    all.sort_by_key(|speaker| std::cmp::Reverse(speaker.quotes));
    let shown: Vec<&str> = all.iter().take(3).map(|speaker| speaker.name.as_str()).collect();
    match all.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
