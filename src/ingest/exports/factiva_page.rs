//! Factiva: pages of articles, with codes before the fields or without.

use crate::ingest::draft::Draft;
use crate::ingest::exports::{Drafts, day};
use crate::ingest::{html, one_line};
use dom_query::{Document, Selection};

/// Returns whether a page is such an export.
pub(super) fn is_export(page: &str) -> bool {
    let has = |mark: &[u8]| memchr::memmem::find(page.as_bytes(), mark).is_some();
    has(b"articleParagraph") && (has(b"activa") || has(b"Headline"))
}

/// Returns the articles.
pub(super) fn articles(page: &str) -> Drafts {
    if html::is_costly(page) {
        return vec![Err("more markup than is read".to_owned())];
    }
    let document = Document::from(page);
    document.select("div.article").iter().map(|article| Ok(article_in(&article))).collect()
}

fn article_in(article: &Selection) -> Draft {
    let mut draft = Draft::default();
    let rows: Vec<(String, String, String)> = article
        .select("tr")
        .iter()
        .filter_map(|row| {
            let code = one_line(&row.select("td.index b").text());
            let value = row.select("td:last-child");
            (!code.is_empty()).then(|| (code, value.text().to_string(), value.inner_html().to_string()))
        })
        .collect();
    if rows.is_empty() {
        without_codes(article, &mut draft);
        return draft;
    }
    let field = |code: &str| {
        let value = rows.iter().find(|(c, _, _)| c == code).map(|(_, text, _)| one_line(text));
        value.filter(|value| !value.is_empty())
    };
    draft.title(field("HD"));
    draft.byline(field("BY"));
    let date = field("PD").map(|date| format!("{date} {}", field("ET").unwrap_or_default()));
    draft.published("factiva:PD", date.map(|raw| day::find(&raw).unwrap_or(raw)));
    draft.outlet(field("SN"));
    draft.section(field("SE"));
    draft.language(field("LA").map(|name| language(&name)));
    draft.article.credits.extend(field("CR"));
    draft.id(field("AN").map(|id| id.trim_start_matches("Document ").to_owned()));
    for (_, _, markup) in rows.iter().filter(|(code, _, _)| matches!(code.as_str(), "LP" | "TD")) {
        draft.paragraphs.extend(html::blocks_of(markup));
    }
    draft
}

/// Reads an article whose fields stand one below the other: the title, the byline, the length, the day, the source.
fn without_codes(article: &Selection, draft: &mut Draft) {
    draft.title(Some(article.select("[class$='Headline']").text().to_string()));
    draft.byline(Some(article.select(".author").text().to_string()).filter(|byline| !byline.trim().is_empty()));
    let lines: Vec<String> =
        article.select("div").iter().map(|div| one_line(&div.text())).filter(|line| !line.is_empty()).collect();
    let dated = lines.iter().position(|line| line.len() < 40 && day::find(line).is_some());
    if let Some(at) = dated {
        draft.published("factiva:day", day::find(&lines[at]));
        // A clock may stand between the day and the source.
        let clock = |line: &&String| line.len() <= 8 && line.contains(':');
        draft.outlet(lines[at + 1..].iter().find(|line| !clock(line)).cloned());
    }
    let id = lines.iter().rev().find_map(|line| line.strip_prefix("Document ")).map(str::to_owned);
    draft.id(id.filter(|id| !id.contains(' ')));
    for paragraph in article.select("p.articleParagraph").iter() {
        draft.paragraphs.push(paragraph.text().to_string());
    }
}

/// Returns the English name of a language that a user's language names.
fn language(name: &str) -> String {
    let known = [
        ("Anglais", "English"),
        ("Allemand", "German"),
        ("Espagnol", "Spanish"),
        ("Italien", "Italian"),
        ("Englisch", "English"),
        ("Französisch", "French"),
    ];
    known.iter().find(|(local, _)| *local == name).map_or(name, |(_, english)| english).to_owned()
}
