//! An article with three quotations, for the tests of the renderers.

use crate::model::{
    Annotated, Annotations, Article, Candidate, Date, Kind, NameJoin, OffsetMap, Quote, Span, Speaker, SpeakerKind,
};
use crate::query::{Cluster, Hit, Results, Searched, SpeakerRow, Unit, Wording};
use std::sync::Arc;

pub(super) const TEXT: &str = "The mayor, Ana Kovač, opened the bridge on Friday.\n\
    “We waited,” she said, “for nine long years.” Perhaps the delays were worth it, one official said.\n\
    Nobody\u{1b}[31m else spoke.";

/// Returns the first place of `part` in the text.
pub(super) fn at(part: &str) -> Span {
    let start = TEXT.find(part).expect("part of the text");
    Span::new(start, start + part.len())
}

fn quote(pieces: &[&str], kind: Kind, speaker: Option<u32>, confidence: f32) -> Quote {
    Quote {
        spans: pieces.iter().map(|p| at(p)).collect(),
        kind,
        kinds: vec![kind; pieces.len()],
        cue: Some(at("said")),
        source: Some(at("she")),
        speaker,
        confidence,
        rule: "cue".to_owned(),
        candidates: vec![Candidate { speaker: 1, confidence: 0.25 }],
        parent: None,
    }
}

/// Returns the article.
pub(super) fn article() -> Arc<Annotated> {
    let mayor = Speaker {
        name: "Ana Kovač".to_owned(),
        kind: SpeakerKind::Person,
        roles: vec!["mayor of Brod".to_owned()],
        aliases: vec!["Kovač".to_owned()],
    };
    let official = Speaker { name: "one official".to_owned(), kind: SpeakerKind::Unnamed, ..Speaker::default() };
    let mut given = OffsetMap::default();
    given.push(0, 3, TEXT.len());
    let article = Article {
        path: "brod/bridge.txt".to_owned(),
        id: "bridge".to_owned(),
        url: Some("https://example.org/bridge".to_owned()),
        title: Some("Bridge opens in Brod".to_owned()),
        authors: vec!["Ivo Horvat".to_owned()],
        published: Date::parse("2024-05-31T18:05:00+02:00"),
        outlet: Some("Brod Herald".to_owned()),
        language: Some("en".to_owned()),
        text: TEXT.to_owned(),
        given: Some(given),
        ..Article::default()
    };
    let quotes = vec![
        quote(&["“We waited,”", "“for nine long years.”"], Kind::Direct, Some(0), 0.97),
        quote(&["Perhaps the delays were worth it"], Kind::Indirect, Some(1), 0.6),
        quote(&["Nobody"], Kind::Mixed, None, 0.0),
    ];
    Arc::new(Annotated { article, annotations: Annotations { quotes, speakers: vec![mayor, official] } })
}

fn hit(rank: usize, unit: Unit, span: Span, highlights: &[&str], quote: Option<usize>) -> Hit {
    Hit {
        rank,
        score: 12.345_678,
        relaxed: false,
        unit,
        article: article(),
        span,
        highlights: highlights.iter().map(|h| at(h)).collect(),
        before: Span::default(),
        after: Span::default(),
        quote,
        speaker: None,
        passages: None,
        parts: None,
        cluster: None,
    }
}

/// Returns a quotation, a doubtful one, one of nobody known, a paragraph, a title.
pub(super) fn results() -> Results {
    let annotated = article();
    let extent = |i: usize| annotated.annotations.quotes[i].extent();
    let mut hits = vec![
        hit(1, Unit::Quote, extent(0), &["waited", "nine long years"], Some(0)),
        hit(2, Unit::Quote, extent(1), &["delays"], Some(1)),
        hit(3, Unit::Quote, extent(2), &[], Some(2)),
        hit(
            4,
            Unit::Paragraph,
            at("“We waited,” she said, “for nine long years.” Perhaps the delays were worth it, one official said."),
            &["years"],
            None,
        ),
        hit(5, Unit::Title, Span::new(0, 20), &[], None),
    ];
    hits[0].speaker = Some("Ana Marija Kovač".to_owned());
    hits[1].before = at("The mayor, Ana Kovač, opened the bridge on Friday.");
    hits[3].relaxed = true;
    hits[4].relaxed = true;
    hits[4].highlights = vec![Span::new(0, 6)];
    hits[4].passages = Some(2);
    let outlets = vec!["Brod Herald".to_owned(), "Savska Pošta".to_owned()];
    let copies = Cluster { size: 3, outlets, first: Date::parse("2024-05-30"), ..Cluster::default() };
    hits[0].cluster = Some(Arc::new(Cluster { id: "bridge#51-96".to_owned(), quotes: true, ..copies.clone() }));
    let wire = Some("Corvane News Service".to_owned());
    hits[3].cluster = Some(Arc::new(Cluster { id: "the bridge".to_owned(), wire, ..copies }));
    Results {
        query: "years".to_owned(),
        hits,
        total: 1207,
        relaxed: true,
        undated: 3,
        searched: searched(),
        ..Results::default()
    }
}

fn searched() -> Searched {
    Searched { articles: 22_615, quotes: 80_001, outlets: 1, from: Date::parse("2019"), to: Date::parse("2024-05") }
}

/// Returns two speakers.
pub(super) fn speakers() -> Vec<SpeakerRow> {
    let row = |name: &str, quotes| SpeakerRow {
        id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        roles: vec!["mayor of Brod and president of the regional council of the county".to_owned()],
        aliases: vec!["Kovač".to_owned()],
        joins: vec![NameJoin {
            form: "Kovač".to_owned(),
            name: name.to_owned(),
            why: "nobody else has the surname".to_owned(),
        }],
        quotes,
        clusters: 2,
        articles: 1,
        words: 1234,
        outlets: vec!["Brod Herald".to_owned()],
        first: Date::parse("2024-05-31"),
        last: Date::parse("2024-05-31"),
        with: vec![("Ivo Horvat".to_owned(), 1)],
        wordings: vec![
            Wording { text: "for nine years".to_owned(), count: 2, first: Date::parse("2024-06") },
            Wording { text: "for nine long years".to_owned(), count: 1, first: None },
        ],
        earliest: results().hits.into_iter().next(),
    };
    vec![row("Ana Kovač", 3), row("日本 太郎", 12_000)]
}
