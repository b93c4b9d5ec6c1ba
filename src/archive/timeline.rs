//! Counts of quotations over time.

use crate::archive::Archive;
use crate::archive::ask::{folded, known, nobody, parsed, scope};
use crate::archive::names::ambiguous;
use crate::archive::state::State;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Date;
use crate::query::{
    Bucket, Every, Place, Plan, Request, ResolveOptions, Results, Retrieve, Scope, Series, buckets, quotations,
    resolve, resolve_said, searched,
};

impl Archive {
    /// Counts the quotations that match a query over time; with `speakers`, those of each of them, side by side. `request.query`
    /// may be empty then. The buckets are in the order of time, without gaps, and in each the speakers in the order given. The
    /// results hold no hits: `total` is how many quotations there are, `undated` how many of them have no date that is
    /// precise enough.
    ///
    /// # Errors
    ///
    /// As for [`Archive::search`]; or there would be too many buckets.
    pub fn timeline(&self, speakers: &[String], every: Every, request: &Request) -> Result<(Vec<Bucket>, Results)> {
        let (expr, mut notes) = match request.query.trim() {
            "" if !speakers.is_empty() => (None, Vec::new()),
            query => parsed(query, request.lenient).map(|(expr, notes)| (Some(expr), notes))?,
        };
        let state = self.state()?;
        state.copies()?;
        let (linked, scope) = (state.speakers()?, scope(request)?);
        let (names, resolving) =
            (known(&state, linked)?, ResolveOptions { candidates: request.candidates, lenient: request.lenient });
        let mut series = Vec::new();
        if let (Some(expr), []) = (&expr, speakers) {
            let plan = resolve(expr, &names, &resolving);
            notes.extend(plan.notes.iter().cloned());
            series.push(Series { speaker: None, quotes: dated(&state, &plan, request, &scope)? });
        }
        for name in speakers {
            let named = linked.addressed(&folded(name));
            if named.is_empty() {
                notes.push(nobody(std::slice::from_ref(name), linked));
            } else if named.len() > 1 {
                notes.push(ambiguous(name, &named, linked));
            }
            let shown = match named.as_slice() {
                [one] => linked.name(*one).to_owned(),
                _ => name.clone(),
            };
            let plan = resolve_said(linked.keys(&named), expr.as_ref(), &names, &resolving);
            series.push(Series { speaker: Some(shown), quotes: dated(&state, &plan, request, &scope)? });
        }
        let total = series.iter().map(|series| series.quotes.len() as u64).sum();
        let too_many = || Error::new(ErrorKind::Input, "that would be too many buckets; take longer ones");
        let (buckets, undated) = buckets(&series, every).ok_or_else(too_many)?;
        let query = expr.map_or_else(String::new, |expr| expr.to_string());
        Ok((buckets, Results { query, total, undated, notes, ..searched(&*state.snapshot, &scope)? }))
    }
}

/// Returns the date and the cluster of each quotation that matches.
fn dated(state: &State, plan: &Plan, request: &Request, scope: &Scope) -> Result<Vec<(Option<Date>, u32)>> {
    let (snapshot, copies) = (&*state.snapshot, state.copies()?);
    let found = quotations(snapshot, plan, request, scope)?;
    let places: Vec<Place> = found.iter().map(|found| found.article).collect();
    let dates = snapshot.published(&places)?;
    let date = |text: Option<String>| text.as_deref().and_then(Date::parse);
    let one = |(found, text): (&crate::query::Found, _)| (date(text), copies.cluster(found.article, found.ordinal));
    Ok(found.iter().zip(dates).map(one).collect())
}
