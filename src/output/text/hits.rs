//! A ranked list of passages.

use crate::model::{Quote, Span, Speaker};
use crate::output::paint::{Role, Style, clip, columns, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::{day, period, role_beside, source};
use crate::output::wrap::Painted;
use crate::query::{Hit, Results, ScoreParts, Searched, Unit};
use std::io::{self, Write};

/// Attributions below this are shown with their confidence.
const SURE: f32 = 0.8;

/// How many lines of a long passage are shown.
const LINES: usize = 7;

/// Writes the hits and what was searched.
pub fn write_results(out: &mut impl Write, results: &Results, style: &Style) -> io::Result<()> {
    let rank_columns = results.hits.len().to_string().len();
    let mut relaxed = false;
    for hit in &results.hits {
        if hit.relaxed && !relaxed {
            relaxed = true;
            paint(out, style, Role::Doubt, "Not all of the words, but most:")?;
            out.write_all(b"\n\n")?;
        }
        write_ranked(out, hit, rank_columns, style)?;
        out.write_all(b"\n")?;
    }
    write_summary(out, results, style)
}

/// Writes a hit of a list whose end is not known yet.
pub fn write_hit(out: &mut impl Write, hit: &Hit, style: &Style) -> io::Result<()> {
    write_ranked(out, hit, 1, style)?;
    out.write_all(b"\n")
}

/// Writes one passage with who, where, and the way back.
fn write_ranked(out: &mut impl Write, hit: &Hit, rank_columns: usize, style: &Style) -> io::Result<()> {
    paint(out, style, Role::Meta, &format!("{:>rank_columns$}", hit.rank))?;
    out.write_all(b"  ")?;
    let indent = rank_columns + 2;
    write_head(out, hit, style.width.saturating_sub(indent), style)?;
    write_passage(out, hit, indent, style)?;
    let Some(parts) = &hit.parts else { return Ok(()) };
    write!(out, "{:indent$}", "")?;
    paint(out, style, Role::Meta, &score(hit, parts))?;
    out.write_all(b"\n")
}

/// Returns what the score of a hit is made of.
fn score(hit: &Hit, parts: &ScoreParts) -> String {
    let mut list: Vec<String> = parts.words.iter().map(|(word, score)| format!("{} {score:.2}", line(word))).collect();
    if parts.together > 0.0 {
        let what = if parts.words.is_empty() { "passages" } else { "standing together" };
        list.push(format!("{what} {:.2}", parts.together));
    }
    let all: f32 = (parts.words.iter().map(|(_, score)| score).sum::<f32>() + parts.together) * parts.recent;
    let mut text = format!("score {:.2} = {}", hit.score, list.join(" + "));
    if parts.recent < 1.0 {
        let age = parts.days.map_or("undated".to_owned(), |days| format!("{} older", count(days.into(), "day")));
        text = format!("score {:.2} = ({}) × {:.2} ({age})", hit.score, list.join(" + "), parts.recent);
    }
    if all > hit.score * 1.001 {
        text.push_str(", but no more than those above");
    }
    text
}

/// Writes a passage and where it stands; each line begins after `indent` blanks.
pub(super) fn write_passage(out: &mut impl Write, hit: &Hit, indent: usize, style: &Style) -> io::Result<()> {
    passage(hit, style.width.saturating_sub(indent), style).write(out, style, indent)?;
    write_source(out, hit, indent, style)?;
    write_copies(out, hit, indent, style)
}

/// Writes how many copies there are, where, and how to list them.
fn write_copies(out: &mut impl Write, hit: &Hit, indent: usize, style: &Style) -> io::Result<()> {
    let Some(cluster) = &hit.cluster else { return Ok(()) };
    let first = cluster.first.as_ref().map_or(String::new(), |first| format!(" since {}", day(first)));
    let mut facts = vec![format!("one of {} copies{first}", thousands(cluster.size))];
    if !cluster.outlets.is_empty() {
        facts.push(count(cluster.outlets.len() as u64, "outlet"));
    }
    facts.extend(cluster.wire.as_deref().map(line));
    let by = if cluster.quotes { "" } else { " --by article" };
    let list = format!("search {}{by}", shell_word(&cluster_query(&line(&cluster.id))));
    for text in [clip(&facts.join(" · "), style.width.saturating_sub(indent)), list] {
        write!(out, "{:indent$}", "")?;
        paint(out, style, Role::Meta, &text)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Returns the query for the members of a cluster.
fn cluster_query(id: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./#".contains(c);
    match id.chars().all(plain) {
        true => format!("cluster:{id}"),
        false => format!("cluster:\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Writes who speaks, or what the passage is.
pub(super) fn write_head(out: &mut impl Write, hit: &Hit, room: usize, style: &Style) -> io::Result<()> {
    let annotations = &hit.article.annotations;
    match quote_of(hit) {
        Some(quote) => {
            let speaker = quote.speaker.and_then(|i| annotations.speakers.get(i as usize));
            write_speaker(out, quote, speaker, hit.speaker.as_deref(), room, style)?;
            write_doubt(out, hit, quote, style)?;
        }
        None => {
            let mut label = hit.unit.name().to_owned();
            let quoted = quoted_in(hit);
            if !quoted.is_empty() {
                label.push_str(&format!(" quoting {}", quoted.join(", ")));
            }
            paint(out, style, Role::Meta, &clip(&label, room))?;
        }
    }
    if let Some(passages) = hit.passages.filter(|n| *n > 1) {
        paint(out, style, Role::Meta, &format!(" · {}", count(passages as u64, "passage")))?;
    }
    out.write_all(b"\n")
}

/// Writes a speaker's name and role.
fn write_speaker(
    out: &mut impl Write,
    quote: &Quote,
    speaker: Option<&Speaker>,
    name: Option<&str>,
    room: usize,
    style: &Style,
) -> io::Result<()> {
    let Some(name) = name.or(speaker.map(|s| s.name.as_str())) else {
        return paint(out, style, Role::Doubt, "unknown speaker");
    };
    let name = clip(&line(name), room);
    paint(out, style, Role::Name, &name)?;
    let left = room.saturating_sub(columns(&name) + 2);
    if let Some(role) = speaker.and_then(|s| role_beside(&s.name, &s.roles)).filter(|_| left > 8) {
        let role = clip(&line(role), left);
        paint(out, style, Role::Meta, &format!(", {role}"))?;
    }
    if quote.kind != crate::model::Kind::Direct {
        paint(out, style, Role::Meta, &format!(" · {}", quote.kind.name()))?;
    }
    Ok(())
}

/// Writes how sure the attribution is, if there is doubt, and who else it might be.
pub(super) fn write_doubt(out: &mut impl Write, hit: &Hit, quote: &Quote, style: &Style) -> io::Result<()> {
    if quote.speaker.is_some() && quote.confidence < SURE {
        paint(out, style, Role::Doubt, &format!(" · {:.0}% sure", quote.confidence * 100.0))?;
    } else if quote.speaker.is_some() {
        return Ok(());
    }
    let speakers = &hit.article.annotations.speakers;
    let others: Vec<_> =
        quote.candidates.iter().filter_map(|c| Some((speakers.get(c.speaker as usize)?, c.confidence))).collect();
    for (i, (speaker, confidence)) in others.iter().take(2).enumerate() {
        let lead = if i == 0 { " · perhaps" } else { "," };
        paint(out, style, Role::Doubt, &format!("{lead} {} {:.0}%", line(&speaker.name), confidence * 100.0))?;
    }
    Ok(())
}

/// Returns the names of up to three speakers quoted in a passage.
fn quoted_in(hit: &Hit) -> Vec<String> {
    let annotations = &hit.article.annotations;
    let mut names: Vec<String> = Vec::new();
    if hit.unit == Unit::Title {
        return names;
    }
    for quote in annotations.quotes.iter().filter(|q| q.spans.iter().any(|s| s.overlaps(hit.span))) {
        let name = quote.speaker.and_then(|i| annotations.speakers.get(i as usize)).map(|s| line(&s.name));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names.truncate(3);
    names
}

/// Returns the quotation that a hit is.
pub(super) fn quote_of(hit: &Hit) -> Option<&Quote> {
    hit.article.annotations.quotes.get(hit.quote?)
}

/// Returns the text that the spans of a hit point into.
fn text_of(hit: &Hit) -> &str {
    let article = &hit.article.article;
    if hit.unit == Unit::Title { article.title.as_deref().unwrap_or("") } else { &article.text }
}

/// Returns the passage with its context, matches and quotation marked, clipped around the matches.
fn passage(hit: &Hit, room: usize, style: &Style) -> Painted {
    let text = text_of(hit);
    let shown = if style.verbose { hit.span } else { excerpt(text, hit.span, &hit.highlights, room * LINES) };
    let mut painted = Painted::default();
    if !hit.before.is_empty() {
        painted.push(Role::Meta, hit.before.of(text));
        painted.push(Role::Meta, " ");
    }
    if shown.start() > hit.span.start() {
        painted.push(Role::Meta, "… ");
    }
    let quote = quote_of(hit);
    let plain = if quote.is_some_and(|q| q.spans.len() > 1) { Role::Meta } else { Role::Plain };
    painted.push_marked(plain, text, shown, &marks(hit, quote));
    if shown.end() < hit.span.end() {
        painted.push(Role::Meta, " …");
    }
    if !hit.after.is_empty() {
        painted.push(Role::Meta, " ");
        painted.push(Role::Meta, hit.after.of(text));
    }
    painted
}

/// Returns the matches, and between them the words of the quotation if the narrator interrupts it.
fn marks(hit: &Hit, quote: Option<&Quote>) -> Vec<(Span, Role)> {
    let mut marks: Vec<(Span, Role)> = Vec::new();
    let whole = [hit.span];
    let pieces = quote.filter(|q| q.spans.len() > 1).map_or(whole.as_slice(), |q| q.spans.as_slice());
    for piece in pieces {
        let mut at = piece.start();
        for matched in hit.highlights.iter().filter(|h| h.overlaps(*piece)) {
            marks.push((Span::new(at, matched.start().max(at)), Role::Plain));
            marks.push((Span::new(matched.start().max(at), matched.end().min(piece.end())), Role::Match));
            at = matched.end();
        }
        marks.push((Span::new(at, piece.end()), Role::Plain));
    }
    marks
}

/// Returns the part of a long passage that shows the first match and what follows, cut at blanks.
fn excerpt(text: &str, span: Span, matches: &[Span], room: usize) -> Span {
    if columns(span.of(text)) <= room {
        return span;
    }
    let first = matches.first().map_or(span.start(), |m| m.start());
    let whole_lead = Span::new(span.start(), first);
    let start = if columns(whole_lead.of(text)) <= room / 2 {
        span.start()
    } else {
        let lead = whole_lead.of(text);
        let from = lead.char_indices().rev().nth(room / 4).map_or(0, |(i, _)| i);
        span.start() + lead[from..].find(char::is_whitespace).map_or(lead.len(), |i| from + i + 1)
    };
    let rest = Span::new(start, span.end()).of(text);
    let cut = rest.char_indices().nth(room).map_or(rest.len(), |(i, _)| i);
    let end = if cut == rest.len() { cut } else { rest[..cut].rfind(char::is_whitespace).unwrap_or(cut) };
    Span::new(start, start + end)
}

/// Writes outlet, date and title, and the way back to the source.
fn write_source(out: &mut impl Write, hit: &Hit, indent: usize, style: &Style) -> io::Result<()> {
    let article = &hit.article.article;
    let room = style.width.saturating_sub(indent);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.outlet.as_deref().map(line));
    facts.push(article.published.as_ref().map_or_else(|| "undated".to_owned(), day));
    if hit.unit != Unit::Title {
        facts.extend(article.title.as_deref().map(line));
    }
    let link = source(article);
    for text in [clip(&facts.join(" · "), room), link, show(hit)] {
        write!(out, "{:indent$}", "")?;
        paint(out, style, Role::Meta, &text)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Returns the command that shows a hit in its article.
pub(super) fn show(hit: &Hit) -> String {
    format!("show {}", shell_word(&line(&hit.id())))
}

/// Returns `word` quoted for a shell where that is needed, so that it can be copied.
fn shell_word(word: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || "-_./:@%+=,#".contains(c);
    if word.chars().all(safe) && !word.starts_with('#') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Writes how much was found and in what.
fn write_summary(out: &mut impl Write, results: &Results, style: &Style) -> io::Result<()> {
    let returned = results.hits.iter().filter(|h| !h.relaxed).count() as u64;
    let by_article = results.passages.is_none() && results.hits.iter().any(|h| h.passages.is_some());
    let unit = if by_article { "article" } else { "passage" };
    let found = match (returned, results.total) {
        (_, 0) if results.relaxed => "Nothing has all of the words.".to_owned(),
        (_, 0) => "Nothing found.".to_owned(),
        (shown, total) if shown == total => format!("{}.", count(total, unit)),
        (shown, total) => format!("{} of {}.", thousands(shown), count(total, unit)),
    };
    let found = match results.passages.filter(|all| *all > results.total) {
        Some(all) => format!("{} ({} with copies).", found.trim_end_matches('.'), thousands(all)),
        None => found,
    };
    // Whom `said` understood is told whatever was found.
    let found = match &results.speaker {
        Some(names) => format!("{} by {}.", found.trim_end_matches('.'), line(names)),
        None => found,
    };
    let summary = format!("{found} Searched {}.", searched(&results.searched));
    let mut painted = Painted::default();
    painted.push(Role::Meta, &summary);
    if results.undated > 0 {
        painted.push(Role::Doubt, &format!(" {} without a date could not match.", count(results.undated, "article")));
    }
    painted.write(out, style, 0)
}

/// Returns what was searched, in words.
pub(in crate::output) fn searched(searched: &Searched) -> String {
    let mut words = format!("{} with {}", count(searched.articles, "article"), count(searched.quotes, "quotation"));
    if searched.outlets > 0 {
        words.push_str(&format!(" from {}", count(searched.outlets, "outlet")));
    }
    if searched.from.is_some() {
        words.push_str(&format!(", {}", period(searched.from.as_ref(), searched.to.as_ref())));
    }
    words
}
