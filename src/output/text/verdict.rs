//! The verdict on a claim, as a reporter reads it: the verdict, the claim beside the closest passage, who is credited, when it
//! first appeared, what was searched. What differs is marked in brackets too, not by colours alone.

use crate::output::paint::{Role, Style, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::hits::{searched, show, write_head, write_passage};
use crate::output::text::{day, source};
use crate::output::wrap::Painted;
use crate::query::{Credit, DiffOp, DiffPart, Hit, Searched, Verdict, VerdictCounts, VerdictRule, Verification};
use std::io::{self, Write};

/// The columns of the labels.
const LABEL: usize = 13;
/// How many credited speakers are shown if not all are asked for.
const CREDITS: usize = 5;
/// The longest stretch of words that is the same, or left out behind an ellipsis, that is shown whole, in words.
const STRETCH: usize = 24;

/// Writes the verdict; `speaker` is who is claimed to have said the words.
pub fn write_verdict(
    out: &mut impl Write,
    verification: &Verification,
    speaker: Option<&str>,
    style: &Style,
) -> io::Result<()> {
    let role = if verification.verdict.is_certified() { Role::Name } else { Role::Doubt };
    let mut head = Painted::default();
    head.push(role, &verification.verdict.name().replace('_', " ").to_uppercase());
    head.push(Role::Plain, &format!(": {}.", reason(verification)));
    head.write(out, style, 0)?;
    if !verification.diff.is_empty() && verification.verdict != Verdict::Verbatim {
        out.write_all(b"\n")?;
        write_diff(out, &verification.diff, style)?;
    }
    if let Some(best) = &verification.best {
        out.write_all(b"\n")?;
        write_claimed(out, verification, speaker, style)?;
        let label = if verification.verdict.is_certified() { "credited to" } else { "passage by" };
        write_credits(out, label, &verification.speakers, style)?;
        write_earliest(out, verification, best, style)?;
        let first = if verification.pieces.is_empty() { "closest" } else { "one piece" };
        write_closest(out, first, best, style)?;
        for piece in &verification.pieces {
            write_closest(out, "another", piece, style)?;
        }
        out.write_all(b"\n")?;
    }
    let mut painted = Painted::default();
    painted.push(Role::Meta, &format!("Searched {}.", searched(&verification.searched)));
    painted.write(out, style, 0)
}

/// Writes a claim of many, with its number or id and who is claimed to have said it.
pub fn write_claim(
    out: &mut impl Write,
    claim: &str,
    id: Option<&str>,
    speaker: Option<&str>,
    style: &Style,
) -> io::Result<()> {
    let mut painted = Painted::default();
    let id = id.map(|id| format!(" {}:", line(id))).unwrap_or_default();
    painted.push(Role::Meta, &format!("=={id} "));
    painted.push(Role::Name, &shortened(&line(claim)));
    painted.push(Role::Meta, &speaker.map(|speaker| format!(" ({})", line(speaker))).unwrap_or_default());
    painted.write(out, style, 0)
}

/// Returns the rule of the verdict in words.
fn reason(verification: &Verification) -> &'static str {
    match (verification.verdict, verification.rule) {
        (_, VerdictRule::SameCharacters) if verification.diff.iter().any(|part| part.op == DiffOp::Elided) => {
            "these are the words, and the ellipsis is true"
        }
        (_, VerdictRule::SameCharacters) => "these are the words, character by character",
        (_, VerdictRule::SameWords) if verification.diff.iter().any(|part| part.op == DiffOp::Editor) => {
            "these are the words but for those in brackets; marks may differ"
        }
        (_, VerdictRule::SameWords) => "these are the words; marks, punctuation, spaces or case differ",
        (_, VerdictRule::LeftOut) => "words were left out without an ellipsis",
        (_, VerdictRule::Cut) => "the excerpt stops inside a sentence",
        (_, VerdictRule::Negation) => "a negation was left out",
        (_, VerdictRule::WordsDiffer) => "the words differ from the closest passage",
        (_, VerdictRule::Joined) => "pieces of different passages are joined",
        (_, VerdictRule::NothingClose) => "no passage is close",
    }
}

/// Writes the claim beside the passage, and what the brackets mean.
fn write_diff(out: &mut impl Write, diff: &[DiffPart], style: &Style) -> io::Result<()> {
    let mut painted = Painted::default();
    let mut signs: Vec<&str> = Vec::new();
    let mut sign = |text| {
        if !signs.contains(&text) {
            signs.push(text);
        }
    };
    for (i, part) in diff.iter().enumerate() {
        if i > 0 {
            painted.push(Role::Plain, " ");
        }
        match part.op {
            DiffOp::Same => painted.push(Role::Quote, &shortened(&part.actual)),
            DiffOp::Elided if part.actual.is_empty() => painted.push(Role::Quote, "…"),
            DiffOp::Elided => {
                painted.push(Role::Meta, &format!("(… {} …)", shortened(&part.actual)));
                sign("(… elided …)");
            }
            DiffOp::Editor => {
                painted.push(Role::Doubt, &format!("[{}]", part.claimed.trim_matches(['[', ']'])));
                if !part.actual.is_empty() {
                    painted.push(Role::Meta, &format!(" (for: {})", part.actual));
                }
            }
            DiffOp::Insert | DiffOp::Delete | DiffOp::Replace => {
                if !part.actual.is_empty() {
                    painted.push(Role::Match, &format!("[-{}-]", part.actual));
                    sign("[-archive only-]");
                }
                if !part.claimed.is_empty() {
                    let blank = if part.actual.is_empty() { "" } else { " " };
                    painted.push(Role::Plain, blank);
                    painted.push(Role::Doubt, &format!("{{+{}+}}", part.claimed));
                    sign("{+claim only+}");
                }
            }
        }
    }
    painted.write(out, style, 2)?;
    if signs.is_empty() {
        return Ok(());
    }
    let mut legend = Painted::default();
    legend.push(Role::Meta, &signs.join(" · "));
    legend.write(out, style, 2)
}

/// Returns a long stretch of words with its middle left out.
fn shortened(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() <= STRETCH {
        return all.join(" ");
    }
    format!("{} [...] {}", all[..STRETCH / 2].join(" "), all[all.len() - STRETCH / 2..].join(" "))
}

/// Writes whether the claimed speaker is credited.
fn write_claimed(
    out: &mut impl Write,
    verification: &Verification,
    speaker: Option<&str>,
    style: &Style,
) -> io::Result<()> {
    let Some(speaker) = speaker else { return Ok(()) };
    let mut painted = Painted::default();
    let credited = verification.speakers.iter().find_map(|credit| credit.name.as_deref());
    let voice = credited.or_else(|| verification.best.as_ref()?.speaker.as_deref());
    let (role, verdict) = match (verification.speaker_match, voice) {
        (Some(true), _) => (Role::Plain, "credited with it".to_owned()),
        (Some(false), _) => (Role::Doubt, "not credited with it, but somebody else is".to_owned()),
        (None, Some(voice)) => {
            (Role::Doubt, format!("not credited with it, but a voice without a name: {}", line(voice)))
        }
        (None, None) => (Role::Doubt, "the archive does not say who speaks".to_owned()),
    };
    painted.push(Role::Name, &line(speaker));
    painted.push(role, &format!(": {verdict}"));
    painted.write_behind(out, "claimed", style, LABEL)
}

fn write_credits(out: &mut impl Write, label: &str, credits: &[Credit], style: &Style) -> io::Result<()> {
    if credits.is_empty() {
        return Ok(());
    }
    let shown = if style.verbose { credits.len() } else { CREDITS.min(credits.len()) };
    let mut painted = Painted::default();
    for (i, credit) in credits[..shown].iter().enumerate() {
        painted.push(Role::Plain, if i > 0 { "; " } else { "" });
        painted.push(Role::Name, &credit.name.as_deref().map_or_else(|| "unknown speaker".to_owned(), line));
        let first = credit.first.as_ref().map_or_else(|| "undated".to_owned(), |first| format!("first {}", day(first)));
        painted.push(Role::Meta, &format!(" ({}, {first})", count(credit.quotes, "quotation")));
    }
    if shown < credits.len() {
        painted.push(Role::Meta, &format!("; and {} more", thousands((credits.len() - shown) as u64)));
    }
    painted.write_behind(out, label, style, LABEL)
}

fn write_earliest(out: &mut impl Write, verification: &Verification, best: &Hit, style: &Style) -> io::Result<()> {
    let Some(earliest) = &verification.earliest else { return Ok(()) };
    let article = &earliest.article.article;
    let mut facts = vec![article.published.as_ref().map_or_else(|| "undated".to_owned(), day)];
    facts.extend(article.outlet.as_deref().map(line));
    facts.extend(article.title.as_deref().map(line));
    if earliest.id() == best.id() {
        facts.push("the closest passage".to_owned());
    } else {
        facts.push(source(article));
        facts.push(show(earliest));
    }
    let mut painted = Painted::default();
    painted.push(Role::Meta, &facts.join(" · "));
    painted.write_behind(out, "earliest", style, LABEL)
}

fn write_closest(out: &mut impl Write, label: &str, hit: &Hit, style: &Style) -> io::Result<()> {
    paint(out, style, Role::Meta, &format!("{label:LABEL$}"))?;
    write_head(out, hit, style.width.saturating_sub(LABEL), style)?;
    write_passage(out, hit, LABEL, style)
}

/// Writes how many claims had which verdict.
pub fn write_verdicts_summary(
    out: &mut impl Write,
    counts: &VerdictCounts,
    found: &Searched,
    style: &Style,
) -> io::Result<()> {
    let mut parts: Vec<String> = Vec::new();
    for (verdict, n) in VerdictCounts::ORDER.iter().zip(counts.counts).filter(|(_, n)| *n > 0) {
        parts.push(format!("{n} {}", verdict.name().replace('_', " ")));
    }
    let mut text = format!("{}: {}.", count(counts.total(), "claim"), parts.join(", "));
    if counts.total() == 0 {
        text = "No claims.".to_owned();
    }
    if counts.others > 0 {
        text.push_str(&format!(" {} credited to another speaker.", counts.others));
    }
    if counts.failed > 0 {
        text.push_str(&format!(" {} could not be read.", counts.failed));
    }
    let mut painted = Painted::default();
    painted.push(Role::Name, &text);
    painted.push(Role::Meta, &format!(" Searched {}.", searched(found)));
    painted.write(out, style, 0)
}
