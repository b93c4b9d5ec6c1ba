//! JSON Lines: one record a line, each with `"v":1` and a `type`. This is the only place that knows the records' shape.
//!
//! Offsets count Unicode code points, half-open. In `annotations` they point into the given text; everywhere else into
//! the article text that `extract` prints (in a hit on a title, into the title). In a hit, `highlights` are relative to `text`.
//!
//! A hit's `link` is the address of its article with a text fragment, which browsers open at the words.
//!
//! | `type` | made by |
//! |---|---|
//! | `annotations` | `annotate`, one an article: `id`, `quotes` |
//! | `explanation` | `annotate --explain`, one a quotation (see [`write_explanations`]) |
//! | `article` | `extract` and `show`, one an article; `show` adds `quotes` |
//! | `report` | `index`, `remove`, `rebuild`, `watch` |
//! | `planned`, then one `plan` | `index --dry-run` |
//! | `hit`, then one `summary` | `search`, `said`, `export` |
//! | `speaker`, then one `summary` | `whosaid`, `speakers` |
//! | `bucket`, then one `summary` | `timeline`; `returned` counts buckets, `undated` quotations |
//! | `alert` | `alert list`; `alert run` makes hits and summaries with the name as `query_id` |
//! | `share`, then one `summary` | `speakers --by`; a field is called as what is counted by |
//! | `stats` | `stats` |
//! | `change` | `speakers merge`, `split`, `rename`, `undo` |
//! | `verdict`; one `summary` after many claims of a file or an article | `verify` |

mod verdict;

use crate::model::{Annotated, Article, Planned, PlannedState, Quote, Report, Skip, Span, Speaker, SpeakerKind};
use crate::output::points::CodePoints;
use crate::query::{Cluster, Hit, Results, Searched, SpeakerChange, SpeakerCount, SpeakerRow, Stats, Unit};
use serde::Serialize;
use std::io::{self, Write};

mod alert;
mod bucket;
mod parts;
mod share;

pub use crate::output::explanation::write_explanations;
pub use alert::write_alerts;
pub use bucket::write_buckets;
pub use share::write_shares;
pub use verdict::{ClaimOf, write_verdict, write_verdicts_summary};

/// What all records of one query say of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// Its id in a file of queries.
    pub query_id: Option<&'a str>,
    /// How long the answer took.
    pub elapsed_ms: f64,
}

/// Writes a record in one line.
pub(super) fn line(out: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// Writes the quotations of an article; with the `given` text that it was made of, offsets point there.
pub fn write_annotations(out: &mut impl Write, id: &str, annotated: &Annotated, given: Option<&str>) -> io::Result<()> {
    let quotes = Texts::new(annotated, given).pieces();
    line(out, &Record { v: 1, r#type: "annotations", body: AnnotationsBody { id, quotes } })
}

/// Writes an article.
pub fn write_article(out: &mut impl Write, article: &Article) -> io::Result<()> {
    line(out, &Record { v: 1, r#type: "article", body: ArticleBody::new(article, None) })
}

/// Writes an article with its quotations.
pub fn write_show(out: &mut impl Write, annotated: &Annotated) -> io::Result<()> {
    let quotes = Texts::new(annotated, None).pieces();
    line(out, &Record { v: 1, r#type: "article", body: ArticleBody::new(&annotated.article, Some(quotes)) })
}

/// Writes what a run of indexing did.
pub fn write_report(out: &mut impl Write, report: &Report, seconds: f64) -> io::Result<()> {
    let Report {
        files, indexed, updated, unchanged, removed, skipped, failed, articles, quotes, warnings, bytes, ..
    } = report;
    let body = ReportBody {
        files: *files,
        indexed: *indexed,
        updated: *updated,
        unchanged: *unchanged,
        removed: *removed,
        skipped: skipped.iter().map(SkipBody::new).collect(),
        failed: failed.iter().map(SkipBody::new).collect(),
        articles: *articles,
        quotes: *quotes,
        warnings,
        bytes: *bytes,
        seconds: rounded(seconds, 1000.0),
        interrupted: report.interrupted,
    };
    line(out, &Record { v: 1, r#type: "report", body })
}

/// Writes what a run would do: a record for each file that it would read or remove, then one of counts. `unchanged` are
/// articles, the other counts files.
pub fn write_plan(out: &mut impl Write, plan: &Planned) -> io::Result<()> {
    for file in &plan.todo {
        let body = PlannedBody { path: &file.path, state: file.state.name(), articles: file.articles };
        line(out, &Record { v: 1, r#type: "planned", body })?;
    }
    let count = |state: PlannedState| plan.todo.iter().filter(|file| file.state == state).count();
    let body = PlanBody {
        files: plan.files,
        new: count(PlannedState::New),
        changed: count(PlannedState::Changed),
        gone: count(PlannedState::Gone),
        unchanged: plan.unchanged,
        skipped: plan.skipped.iter().map(SkipBody::new).collect(),
        failed: plan.failed.iter().map(SkipBody::new).collect(),
        warnings: &plan.warnings,
    };
    line(out, &Record { v: 1, r#type: "plan", body })
}

/// Writes the hits, and the summary.
pub fn write_results(out: &mut impl Write, results: &Results, asked: Asked<'_>) -> io::Result<()> {
    for hit in &results.hits {
        write_hit(out, hit, asked)?;
    }
    write_summary(out, results, results.hits.len(), asked)
}

/// Writes a hit.
pub fn write_hit(out: &mut impl Write, hit: &Hit, asked: Asked<'_>) -> io::Result<()> {
    line(out, &Record { v: 1, r#type: "hit", body: HitBody::new(hit, asked) })
}

/// Writes what was searched and how much was found; `returned` records came before.
pub fn write_summary(out: &mut impl Write, results: &Results, returned: usize, asked: Asked<'_>) -> io::Result<()> {
    let body = SummaryBody {
        query: asked.query,
        query_id: asked.query_id,
        speaker: results.speaker.as_deref(),
        total: results.total,
        passages: results.passages,
        clusters: results.passages.map(|_| results.total),
        returned,
        relaxed: results.relaxed,
        undated: results.undated,
        elapsed_ms: rounded(asked.elapsed_ms, 1000.0),
        notes: &results.notes,
        searched: SearchedBody::new(&results.searched),
    };
    line(out, &Record { v: 1, r#type: "summary", body })
}

/// Writes speakers, one a line.
pub fn write_speakers(out: &mut impl Write, rows: &[SpeakerRow], asked: Asked<'_>) -> io::Result<()> {
    for row in rows {
        line(out, &Record { v: 1, r#type: "speaker", body: SpeakerBody::new(row, asked) })?;
    }
    Ok(())
}

/// Writes what a line of the alias file changed.
pub fn write_change(out: &mut impl Write, change: &SpeakerChange) -> io::Result<()> {
    let body = ChangeBody {
        file: &change.file.to_string_lossy(),
        line: &change.line,
        undone: change.undone,
        planned: change.planned,
        before: change.before.iter().map(CountBody::new).collect(),
        after: change.after.iter().map(CountBody::new).collect(),
        speakers: BothBody { before: change.speakers.0, after: change.speakers.1 },
    };
    line(out, &Record { v: 1, r#type: "change", body })
}

/// Writes what an index holds.
pub fn write_stats(out: &mut impl Write, stats: &Stats) -> io::Result<()> {
    let named = |list: &'_ [(String, u64)]| -> Vec<Counted> {
        let name = |name: &String| (!name.is_empty()).then(|| name.clone());
        list.iter().map(|(n, articles)| Counted { name: name(n), articles: *articles }).collect()
    };
    let body = StatsBody {
        articles: stats.searched.articles,
        quotes: stats.searched.quotes,
        article_clusters: stats.clusters.0,
        quote_clusters: stats.clusters.1,
        attributed: stats.attributed,
        speakers: stats.speakers,
        outlets: named(&stats.outlets),
        languages: named(&stats.languages),
        from: stats.searched.from.as_ref().map(|d| d.as_str()),
        to: stats.searched.to.as_ref().map(|d| d.as_str()),
        undated: stats.undated,
        sources: &stats.sources,
        bytes: stats.size,
    };
    line(out, &Record { v: 1, r#type: "stats", body })
}

pub(super) fn rounded(number: f64, unit: f64) -> f64 {
    (number * unit).round() / unit
}

/// The text that offsets of quotations point into, and the way there.
pub(super) struct Texts<'a> {
    annotated: &'a Annotated,
    target: &'a str,
    points: CodePoints<'a>,
    given: bool,
}

impl<'a> Texts<'a> {
    pub(super) fn new(annotated: &'a Annotated, given: Option<&'a str>) -> Self {
        let given = given.filter(|_| annotated.article.given.is_some());
        let target = given.unwrap_or(&annotated.article.text);
        Self { annotated, target, points: CodePoints::new(target), given: given.is_some() }
    }

    /// Returns a stretch of the article text as a stretch of the target.
    pub(super) fn stretch(&self, span: Span) -> Stretch<'a> {
        let map = self.annotated.article.given.as_ref().filter(|_| self.given);
        let span = map.map_or(span, |map| map.span(span));
        let [start, end] = self.points.span(span);
        Stretch { start, end, text: span.of(self.target) }
    }

    /// Returns all quotations, one entry a piece.
    fn pieces(&self) -> Vec<QuoteBody<'a>> {
        let quotes = self.annotated.annotations.quotes.iter().enumerate();
        let entries = quotes.flat_map(|(group, quote)| {
            quote.spans.iter().enumerate().map(move |(i, span)| {
                let kind = quote.kinds.get(i).copied().unwrap_or(quote.kind);
                QuoteBody { kind: kind.name(), at: self.stretch(*span), ..self.whole(group, quote) }
            })
        });
        entries.collect()
    }

    /// Returns a quotation as one entry.
    fn whole(&self, group: usize, quote: &'a Quote) -> QuoteBody<'a> {
        let speakers = &self.annotated.annotations.speakers;
        let speaker = quote.speaker.and_then(|i| speakers.get(i as usize));
        let candidates = quote.candidates.iter().filter_map(|c| {
            let speaker = speakers.get(c.speaker as usize)?;
            let confidence = rounded(c.confidence.into(), 1000.0);
            Some(CandidateBody { speaker_name: &speaker.name, speaker_kind: speaker.kind.name(), confidence })
        });
        QuoteBody {
            at: self.stretch(quote.extent()),
            kind: quote.kind.name(),
            group,
            parent: quote.parent,
            speaker: quote.source.map(|span| self.stretch(span)),
            speaker_name: speaker.map(|s| s.name.as_str()),
            speaker_kind: speaker.map_or(SpeakerKind::Unknown, |s| s.kind).name(),
            role: speaker.and_then(role),
            cue: quote.cue.map(|span| self.stretch(span)),
            confidence: rounded(quote.confidence.into(), 1000.0),
            rule: &quote.rule,
            candidates: candidates.collect(),
            spans: None,
        }
    }
}

fn role(speaker: &Speaker) -> Option<&str> {
    speaker.roles.first().map(String::as_str)
}

#[derive(Serialize)]
pub(super) struct Record<T> {
    pub(super) v: u32,
    pub(super) r#type: &'static str,
    #[serde(flatten)]
    pub(super) body: T,
}

#[derive(Serialize)]
struct AnnotationsBody<'a> {
    id: &'a str,
    quotes: Vec<QuoteBody<'a>>,
}

#[derive(Serialize)]
pub(super) struct Stretch<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct QuoteBody<'a> {
    #[serde(flatten)]
    at: Stretch<'a>,
    kind: &'static str,
    group: usize,
    parent: Option<u32>,
    speaker: Option<Stretch<'a>>,
    speaker_name: Option<&'a str>,
    speaker_kind: &'static str,
    role: Option<&'a str>,
    cue: Option<Stretch<'a>>,
    confidence: f64,
    rule: &'a str,
    candidates: Vec<CandidateBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<[usize; 2]>>,
}

#[derive(Serialize)]
struct CandidateBody<'a> {
    speaker_name: &'a str,
    speaker_kind: &'static str,
    confidence: f64,
}

#[derive(Serialize)]
struct ArticleBody<'a> {
    path: &'a str,
    record: u32,
    id: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    authors: &'a [String],
    published: Option<&'a str>,
    modified: Option<&'a str>,
    dates: &'a [crate::model::FoundDate],
    outlet: Option<&'a str>,
    wire: Option<&'a str>,
    section: Option<&'a str>,
    place: Option<&'a str>,
    language: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    captions: &'a [String],
    credits: &'a [String],
    warnings: &'a [crate::model::Warning],
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<QuoteBody<'a>>>,
}

impl<'a> ArticleBody<'a> {
    fn new(article: &'a Article, quotes: Option<Vec<QuoteBody<'a>>>) -> Self {
        Self {
            path: &article.path,
            record: article.record,
            id: &article.id,
            url: article.url.as_deref(),
            title: article.title.as_deref(),
            authors: &article.authors,
            published: article.published.as_ref().map(|d| d.as_str()),
            modified: article.modified.as_ref().map(|d| d.as_str()),
            dates: &article.dates,
            outlet: article.outlet.as_deref(),
            wire: article.wire.as_deref(),
            section: article.section.as_deref(),
            place: article.place.as_deref(),
            language: article.language.as_deref(),
            text: &article.text,
            captions: &article.captions,
            credits: &article.credits,
            warnings: &article.warnings,
            quotes,
        }
    }
}

#[derive(Serialize)]
struct ReportBody<'a> {
    files: u64,
    indexed: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
    skipped: Vec<SkipBody<'a>>,
    failed: Vec<SkipBody<'a>>,
    articles: u64,
    quotes: u64,
    warnings: &'a [String],
    bytes: u64,
    seconds: f64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
}

#[derive(Serialize)]
struct PlannedBody<'a> {
    path: &'a str,
    state: &'static str,
    articles: u64,
}

#[derive(Serialize)]
struct PlanBody<'a> {
    files: u64,
    new: usize,
    changed: usize,
    gone: usize,
    unchanged: u64,
    skipped: Vec<SkipBody<'a>>,
    failed: Vec<SkipBody<'a>>,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct SkipBody<'a> {
    path: &'a str,
    record: Option<u32>,
    reason: &'a str,
}

impl<'a> SkipBody<'a> {
    fn new(skip: &'a Skip) -> Self {
        Self { path: &skip.path, record: skip.record, reason: &skip.reason }
    }
}

#[derive(Serialize)]
struct HitBody<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    rank: usize,
    score: f64,
    relaxed: bool,
    unit: &'static str,
    id: String,
    article: HitArticle<'a>,
    text: &'a str,
    start: usize,
    end: usize,
    highlights: Vec<[usize; 2]>,
    before: &'a str,
    after: &'a str,
    link: Option<String>,
    quote: Option<QuoteBody<'a>>,
    cluster: Option<ClusterBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<parts::PartsBody<'a>>,
}

#[derive(Serialize)]
struct ClusterBody<'a> {
    id: &'a str,
    unit: &'static str,
    size: u64,
    outlets: &'a [String],
    first: Option<&'a str>,
    wire: Option<&'a str>,
}

impl<'a> ClusterBody<'a> {
    fn new(cluster: &'a Cluster) -> Self {
        Self {
            id: &cluster.id,
            unit: if cluster.quotes { "quote" } else { "article" },
            size: cluster.size,
            outlets: &cluster.outlets,
            first: cluster.first.as_ref().map(|d| d.as_str()),
            wire: cluster.wire.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct HitArticle<'a> {
    id: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    authors: &'a [String],
    path: &'a str,
}

impl<'a> HitBody<'a> {
    fn new(hit: &'a Hit, asked: Asked<'a>) -> Self {
        let annotated = &*hit.article;
        let article = &annotated.article;
        let text = if hit.unit == Unit::Title { article.title.as_deref().unwrap_or("") } else { &article.text };
        let points = CodePoints::new(text);
        let [start, end] = points.span(hit.span);
        let relative = |span: &Span| points.span(*span).map(|n| n.saturating_sub(start));
        let quote = hit.quote.and_then(|i| Some((i, annotated.annotations.quotes.get(i)?))).map(|(i, quote)| {
            let texts = Texts::new(annotated, None);
            let body = texts.whole(i, quote);
            QuoteBody {
                spans: Some(quote.spans.iter().map(|s| texts.points.span(*s)).collect()),
                speaker_name: hit.speaker.as_deref().or(body.speaker_name),
                ..body
            }
        });
        Self {
            query: asked.query,
            query_id: asked.query_id,
            rank: hit.rank,
            score: rounded(hit.score.into(), 10_000.0),
            relaxed: hit.relaxed,
            unit: hit.unit.name(),
            id: hit.id(),
            article: HitArticle {
                id: &article.id,
                title: article.title.as_deref(),
                url: article.url.as_deref(),
                outlet: article.outlet.as_deref(),
                published: article.published.as_ref().map(|d| d.as_str()),
                authors: &article.authors,
                path: &article.path,
            },
            text: hit.span.of(text),
            start,
            end,
            highlights: hit.highlights.iter().map(relative).collect(),
            before: hit.before.of(text),
            after: hit.after.of(text),
            link: crate::output::export::link(hit),
            quote,
            cluster: hit.cluster.as_deref().map(ClusterBody::new),
            passages: hit.passages,
            explain: hit.parts.as_ref().map(parts::PartsBody::new),
        }
    }
}

#[derive(Serialize)]
struct SummaryBody<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<u64>,
    returned: usize,
    relaxed: bool,
    undated: u64,
    elapsed_ms: f64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    searched: SearchedBody<'a>,
}

#[derive(Serialize)]
struct SearchedBody<'a> {
    articles: u64,
    quotes: u64,
    outlets: u64,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl<'a> SearchedBody<'a> {
    fn new(searched: &'a Searched) -> Self {
        Self {
            articles: searched.articles,
            quotes: searched.quotes,
            outlets: searched.outlets,
            from: searched.from.as_ref().map(|d| d.as_str()),
            to: searched.to.as_ref().map(|d| d.as_str()),
        }
    }
}

#[derive(Serialize)]
struct SpeakerBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    roles: &'a [String],
    aliases: &'a [String],
    joins: Vec<JoinBody<'a>>,
    quotes: u64,
    clusters: u64,
    articles: u64,
    words: u64,
    outlets: &'a [String],
    first: Option<&'a str>,
    last: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<BesideBody<'a>>,
    wordings: Vec<WordingBody<'a>>,
    earliest: Option<Record<HitBody<'a>>>,
}

#[derive(Serialize)]
struct JoinBody<'a> {
    form: &'a str,
    name: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct BesideBody<'a> {
    name: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct WordingBody<'a> {
    text: &'a str,
    count: u64,
    first: Option<&'a str>,
}

impl<'a> SpeakerBody<'a> {
    fn new(row: &'a SpeakerRow, asked: Asked<'a>) -> Self {
        let wordings = row.wordings.iter();
        let wording = |w: &'a crate::query::Wording| WordingBody {
            text: &w.text,
            count: w.count,
            first: w.first.as_ref().map(|d| d.as_str()),
        };
        Self {
            query_id: asked.query_id,
            id: &row.id,
            name: &row.name,
            kind: row.kind.name(),
            roles: &row.roles,
            aliases: &row.aliases,
            joins: row.joins.iter().map(|j| JoinBody { form: &j.form, name: &j.name, why: &j.why }).collect(),
            quotes: row.quotes,
            clusters: row.clusters,
            articles: row.articles,
            words: row.words,
            outlets: &row.outlets,
            first: row.first.as_ref().map(|d| d.as_str()),
            last: row.last.as_ref().map(|d| d.as_str()),
            with: row.with.iter().map(|(name, articles)| BesideBody { name, articles: *articles }).collect(),
            wordings: wordings.map(wording).collect(),
            earliest: row.earliest.as_ref().map(|hit| Record { v: 1, r#type: "hit", body: HitBody::new(hit, asked) }),
        }
    }
}

#[derive(Serialize)]
struct ChangeBody<'a> {
    file: &'a str,
    line: &'a str,
    undone: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    planned: bool,
    before: Vec<CountBody<'a>>,
    after: Vec<CountBody<'a>>,
    speakers: BothBody,
}

#[derive(Serialize)]
struct CountBody<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    quotes: u64,
}

impl<'a> CountBody<'a> {
    fn new(speaker: &'a SpeakerCount) -> Self {
        Self { id: &speaker.id, name: &speaker.name, kind: speaker.kind.name(), quotes: speaker.quotes }
    }
}

#[derive(Serialize)]
struct BothBody {
    before: u64,
    after: u64,
}

#[derive(Serialize)]
struct StatsBody<'a> {
    articles: u64,
    article_clusters: u64,
    quotes: u64,
    quote_clusters: u64,
    attributed: u64,
    speakers: u64,
    outlets: Vec<Counted>,
    languages: Vec<Counted>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    undated: u64,
    sources: &'a [String],
    bytes: u64,
}

#[derive(Serialize)]
struct Counted {
    name: Option<String>,
    articles: u64,
}
