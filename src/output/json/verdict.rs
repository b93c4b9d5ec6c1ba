//! `verdict` records: one a claim; and the summary of many claims.

use crate::output::json::{Asked, HitBody, Record, SearchedBody, line, rounded};
use crate::query::{Hit, Searched, VerdictCounts, Verification};
use serde::Serialize;
use std::io::{self, Write};

/// Where a claim comes from, and what it claims besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimOf<'a> {
    /// Who is claimed to have said it.
    pub speaker: Option<&'a str>,
    /// The article that it stands in, with its place there in code points.
    pub article: Option<(&'a str, [usize; 2])>,
}

/// Writes the verdict on a claim.
pub fn write_verdict(
    out: &mut impl Write,
    verification: &Verification,
    claim: ClaimOf<'_>,
    asked: Asked<'_>,
) -> io::Result<()> {
    let body = VerdictBody {
        query: asked.query,
        query_id: asked.query_id,
        verdict: verification.verdict.name(),
        rule: verification.rule.name(),
        similarity: rounded(verification.similarity.into(), 1000.0),
        best: verification.best.as_ref().map(|hit| record(hit, asked)),
        diff: verification
            .diff
            .iter()
            .map(|part| DiffBody { op: part.op.name(), claimed: &part.claimed, actual: &part.actual })
            .collect(),
        speaker: claim.speaker,
        speaker_match: verification.speaker_match,
        speakers: verification
            .speakers
            .iter()
            .map(|credit| CreditBody {
                name: credit.name.as_deref(),
                quotes: credit.quotes,
                first: credit.first.as_ref().map(|date| date.as_str()),
            })
            .collect(),
        earliest: verification.earliest.as_ref().map(|hit| record(hit, asked)),
        pieces: verification.pieces.iter().map(|hit| record(hit, asked)).collect(),
        article: claim.article.map(|(id, [start, end])| PlaceBody { id, start, end }),
        elapsed_ms: rounded(asked.elapsed_ms, 1000.0),
        notes: &verification.notes,
        searched: SearchedBody::new(&verification.searched),
    };
    line(out, &Record { v: 1, r#type: "verdict", body })
}

/// Writes the summary of many claims.
pub fn write_verdicts_summary(out: &mut impl Write, counts: &VerdictCounts, searched: &Searched) -> io::Result<()> {
    let [verbatim, typographic, partial, altered, not_found] = counts.counts;
    let verdicts = CountsBody { verbatim, typographic, partial, altered, not_found };
    let body = VerdictsBody {
        total: counts.total(),
        failed: counts.failed,
        verdicts,
        other_speakers: counts.others,
        searched: SearchedBody::new(searched),
    };
    line(out, &Record { v: 1, r#type: "summary", body })
}

fn record<'a>(hit: &'a Hit, asked: Asked<'a>) -> Record<HitBody<'a>> {
    Record { v: 1, r#type: "hit", body: HitBody::new(hit, asked) }
}

#[derive(Serialize)]
struct VerdictBody<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    verdict: &'static str,
    rule: &'static str,
    similarity: f64,
    best: Option<Record<HitBody<'a>>>,
    diff: Vec<DiffBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    speaker_match: Option<bool>,
    speakers: Vec<CreditBody<'a>>,
    earliest: Option<Record<HitBody<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pieces: Vec<Record<HitBody<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<PlaceBody<'a>>,
    elapsed_ms: f64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    searched: SearchedBody<'a>,
}

#[derive(Serialize)]
struct DiffBody<'a> {
    op: &'static str,
    claimed: &'a str,
    actual: &'a str,
}

#[derive(Serialize)]
struct CreditBody<'a> {
    name: Option<&'a str>,
    quotes: u64,
    first: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceBody<'a> {
    id: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct VerdictsBody<'a> {
    total: u64,
    failed: u64,
    verdicts: CountsBody,
    other_speakers: u64,
    searched: SearchedBody<'a>,
}

#[derive(Serialize)]
struct CountsBody {
    verbatim: u64,
    typographic: u64,
    partial: u64,
    altered: u64,
    not_found: u64,
}
