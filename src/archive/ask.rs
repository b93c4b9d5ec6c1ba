//! Questions: passages for a query, what a speaker said, who said a phrase.

use crate::archive::copies::CopiesOf;
use crate::archive::names::{Known, ambiguous};
use crate::archive::state::State;
use crate::archive::{Archive, naming, paths, speakers};
use crate::error::{Error, ErrorKind, Result};
use crate::link::Speakers;
use crate::model::Span;
use crate::query::{
    By, Expr, ExprKind, Names, Plan, Request, ResolveOptions, Results, Scope, SpeakerRow, parse, parse_lenient,
    quotations, resolve, resolve_said, said_phrase, search, searched,
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
        let state = self.state()?;
        draw_up(&state, request)?;
        let options = ResolveOptions { candidates: request.candidates, lenient: request.lenient };
        let plan = resolve(&expr, &known(&state, state.speakers()?)?, &options);
        let results = self.run(&state, &plan, notes, request)?;
        Ok(Results { query: expr.to_string(), ..results })
    }

    /// Answers what a speaker said. The longest leading run of `args` that names a known speaker is the speaker, the rest
    /// is a query on the words; `request.query` is not looked at. If nobody is called so, nothing is found, and a note says so.
    ///
    /// # Errors
    ///
    /// As for [`Archive::search`].
    pub fn said(&self, args: &[String], request: &Request) -> Result<Results> {
        let state = self.state()?;
        draw_up(&state, request)?;
        let speakers = state.speakers()?;
        let Some((count, named)) = addressed(args, speakers) else {
            let notes = vec![nobody(args, speakers)];
            return Ok(Results { query: args.join(" "), notes, ..searched(&*state.snapshot, &scope(request)?)? });
        };
        let rest = args[count..].join(" ");
        let (words, mut notes) = match rest.trim() {
            "" => (None, Vec::new()),
            rest => {
                let (words, notes) = parsed(rest, request.lenient)?;
                (Some(words), notes)
            }
        };
        let name = args[..count].join(" ");
        if named.len() > 1 {
            notes.push(ambiguous(&name, &named, speakers));
        }
        let options = ResolveOptions { candidates: request.candidates, lenient: request.lenient };
        let plan = resolve_said(speakers.keys(&named), words.as_ref(), &known(&state, speakers)?, &options);
        let mut results = self.run(&state, &plan, notes, request)?;
        let words = words.map(|words| format!(" ({words})")).unwrap_or_default();
        results.query = format!("speaker:\"{}\"{words}", plain(&name).join(" "));
        results.speaker = Some(in_words(&named, speakers));
        Ok(results)
    }

    /// Answers who said a phrase: the speakers, those with most quotations first. All that stands in `phrase` besides words is
    /// ignored, but an ellipsis, which stands for words left out. The results hold no hits: they say how many speakers there
    /// are, and what was searched.
    ///
    /// # Errors
    ///
    /// The phrase has no words, there is no index, or it cannot be read.
    pub fn who_said(&self, phrase: &str, request: &Request) -> Result<(Vec<SpeakerRow>, Results)> {
        let no_words = || Error::new(ErrorKind::Query, format!("`{phrase}` has no words to look for"));
        let expr = said_phrase(phrase).ok_or_else(no_words)?;
        let state = self.state()?;
        state.copies()?;
        let options = ResolveOptions { candidates: request.candidates, lenient: request.lenient };
        let plan = resolve(&expr, &known(&state, state.speakers()?)?, &options);
        let scope = scope(request)?;
        let found = quotations(&*state.snapshot, &plan, request, &scope)?;
        let rows = speakers::who_said(&state, &plan, request, &scope, &found)?;
        let results = searched(&*state.snapshot, &scope)?;
        let total = rows.len() as u64;
        let notes = self.outside(&state, &expr, found.len() as u64, request)?.into_iter().collect();
        Ok((rows, Results { query: expr.to_string(), total, notes, ..results }))
    }

    /// Returns what to tell where a phrase stands in more passages than the `quotations` that have it: not all that is said stands
    /// in a quotation that was recognised.
    fn outside(&self, state: &State, phrase: &Expr, quotations: u64, request: &Request) -> Result<Option<String>> {
        let ExprKind::Text(_, pattern) = &phrase.kind else { return Ok(None) };
        if request.min_confidence > 0.0 {
            // Then not all quotations were counted.
            return Ok(None);
        }
        let anywhere = Expr { span: phrase.span, kind: ExprKind::Text(None, pattern.clone()) };
        let plan = resolve(&anywhere, &known(state, state.speakers()?)?, &ResolveOptions::default());
        let request = Request { limit: 0, strict: true, by: By::Passage, ..request.clone() };
        let passages = self.run(state, &plan, Vec::new(), &request)?.total;
        let message = |more: u64| {
            let passages = if more == 1 { "1 passage".to_owned() } else { format!("{more} passages") };
            format!("these words stand in {passages} outside of quotations too: a search for {anywhere} finds all")
        };
        Ok(passages.checked_sub(quotations).filter(|more| *more > 0).map(message))
    }

    fn run(&self, state: &State, plan: &Plan, notes: Vec<String>, request: &Request) -> Result<Results> {
        let mut results = search(&*state.snapshot, &CopiesOf(state), plan, request, &scope(request)?)?;
        results.notes.splice(..0, notes);
        naming::name_hits(state.speakers()?, &state.named, &mut results.hits);
        Ok(results)
    }
}

/// Draws up the copies, which passages are shown with.
pub(super) fn draw_up(state: &State, request: &Request) -> Result<()> {
    if request.limit > 0 { state.copies().map(|_| ()) } else { Ok(()) }
}

pub(super) fn parsed(query: &str, lenient: bool) -> Result<(Expr, Vec<String>)> {
    if lenient {
        return Ok(parse_lenient(query));
    }
    Ok((parse(query)?, Vec::new()))
}

pub(super) fn known<'a>(state: &'a State, speakers: &'a Speakers) -> Result<Known<'a>> {
    Ok(Known { state: Some(state), speakers, languages: state.snapshot.languages()? })
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

/// Returns how many of `args` are the name of a known speaker, as many as can be, and who that is.
fn addressed(args: &[String], speakers: &Speakers) -> Option<(usize, Vec<usize>)> {
    let names = args.iter().take_while(|arg| is_name(arg)).count();
    let named = |n: usize| (n, speakers.addressed(&folded(&args[..n].join(" "))));
    (1..=names).rev().map(named).find(|(_, named)| !named.is_empty())
}

pub(super) fn nobody(args: &[String], speakers: &Speakers) -> String {
    // What may be no name is no part of one that nobody has.
    let names = args.iter().take_while(|arg| is_name(arg)).count().max(1);
    let args = &args[..args.len().min(names)];
    let name = args.join(" ");
    let mut message = format!("nobody in the index is called `{name}`");
    let known = Known { state: None, speakers, languages: Vec::new() };
    let tries = [&args[..args.len().min(1)], &args[..args.len().min(2)], args];
    if let Some(near) = tries.iter().find_map(|args| known.nearest_speaker(&folded(&args.join(" ")))) {
        message.push_str(&format!("; did you mean `{near}`?"));
    }
    message
}

/// Returns whether an argument may be a part of a name, and not of a query.
fn is_name(arg: &str) -> bool {
    let spelled =
        arg.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '\'' | '’' | '-' | '.' | ','));
    spelled && !arg.starts_with('-') && words(arg).next().is_some()
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
    let mut all = named.to_vec();
    all.sort_by_key(|&speaker| std::cmp::Reverse(speakers.quotes(speaker)));
    let shown: Vec<&str> = all.iter().take(3).map(|&speaker| speakers.name(speaker)).collect();
    match all.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
