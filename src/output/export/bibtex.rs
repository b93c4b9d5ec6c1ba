//! BibTeX (and BibLaTeX): one entry an article, its quotations as a note.

use crate::model::{Article, Precision};
use crate::output::export::{one_line, ris, web_address};
use crate::query::Hit;
use std::io::{self, Write};

/// Writes the entry of an article with all its hits.
pub(super) fn entry(out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
    let Some(first) = hits.first() else { return Ok(()) };
    let article = &first.article.article;
    write!(out, "@article{{{}", key(article))?;
    let mut put = |name: &str, value: &str| write!(out, ",\n  {name} = {{{value}}}");
    // Braces keep the capitals of the headline.
    put("title", &format!("{{{}}}", escaped(article.title.as_deref().unwrap_or("untitled"))))?;
    if !article.authors.is_empty() {
        let authors: Vec<String> = article.authors.iter().map(|name| author(name)).collect();
        put("author", &authors.join(" and "))?;
    }
    if let Some(outlet) = &article.outlet {
        put("journal", &escaped(outlet))?;
    }
    if let Some(date) = &article.published {
        let iso = date.as_str();
        put("date", iso.get(..10).unwrap_or(iso))?;
        put("year", iso.get(..4).unwrap_or_default())?;
        if date.precision() > Precision::Year {
            put("month", iso.get(5..7).unwrap_or_default().trim_start_matches('0'))?;
        }
    }
    if let Some(url) = web_address(article.url.as_deref()) {
        put("url", &url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))?;
    }
    if let Some(language) = &article.language {
        put("langid", &escaped(language))?;
    }
    let notes: Vec<String> = hits.iter().map(|hit| escaped(&ris::note(hit))).collect();
    put("note", &notes.join("; "))?;
    out.write_all(b"\n}\n\n")
}

/// Returns the key of an entry: the id, with signs that keys may not have replaced, and then a number that tells it from others.
fn key(article: &Article) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/+".contains(c);
    let key: String = article.id.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    if key == article.id {
        key
    } else {
        format!("{key}-{:08x}", xxhash_rust::xxh3::xxh3_64(article.id.as_bytes()) as u32)
    }
}

/// Returns a name of a byline; a comma or an `and` in it would make it another name, so braces keep it whole.
fn author(name: &str) -> String {
    let escaped = escaped(name);
    let splits = name.contains(',') || name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if splits || !name.trim().contains(' ') { format!("{{{escaped}}}") } else { escaped }
}

/// Returns `text` on one line as TeX shows it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => out.extend(['\\', c]),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names_and_signs() {
        let key = |id: &str| key(&Article { id: id.to_owned(), ..Article::default() });
        assert_eq!(key("a.example/b-1"), "a.example/b-1");
        assert!(key("a b").starts_with("a_b-") && key("a b") != key("a,b"));
        assert_eq!((author("Ivo Horvat"), author("CNS")), ("Ivo Horvat".into(), "{CNS}".into()));
        assert_eq!(author("Smith, John"), "{Smith, John}");
        assert_eq!(escaped("50 % of {a_b} & \\c"), "50 \\% of \\{a\\_b\\} \\& \\textbackslash{}c");
    }
}
