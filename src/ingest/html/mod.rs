//! Web pages: the words by how dense they stand, the rest by what pages say of themselves.

mod body;
mod dates;
mod head;
mod hint;
mod jsonld;
mod meta;
mod people;
mod state;
mod tree;

use crate::ingest::date::{self, Role};
use crate::ingest::prose::Prose;
use crate::ingest::{Job, Outcome, finish, one_line};
use crate::model::Article;
use dom_query::Document;

/// Pages that open this many elements without closing them are not read: parsing takes the square of it.
const MOST_OPEN: usize = 5_000;

/// Pages with a tag of more attributes than this are not read, for the same reason.
const MOST_ATTRIBUTES: usize = 2_000;

/// A page of fewer bytes of text may have its text elsewhere.
const FEW: usize = 300;

/// Returns the encoding that the page names in its first bytes.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(4096)];
    let at = memchr::memmem::find(&head.to_ascii_lowercase(), b"charset")? + "charset".len();
    let rest: String = head[at..].iter().take(60).map(|b| char::from(*b)).collect();
    let label = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(label.len());
    (end > 0).then(|| label[..end].to_owned())
}

/// Returns whether a text field is HTML: it has paragraphs or line breaks in tags.
pub(super) fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let tag = bytes[at + 1..].iter().take(4).map(u8::to_ascii_lowercase).collect::<Vec<_>>();
        matches!(
            tag.as_slice(),
            [b'p', b'>' | b' ', ..] | [b'/', b'p', b'>', ..] | [b'b', b'r', b'>' | b'/' | b' ', ..]
        )
    })
}

/// Returns the paragraphs of a piece of HTML that is an article and nothing else.
pub(super) fn fragment(html: &str) -> Prose {
    if too_costly(html).is_some() {
        return crate::ingest::text::prose(html, 0);
    }
    let document = Document::fragment(html);
    prose(&tree::blocks(&document.root()))
}

/// Returns the blocks of a piece of HTML inside a page; one block if it is too costly to take apart.
fn fragment_blocks(html: &str) -> Vec<tree::Block> {
    if too_costly(html).is_some() {
        return vec![tree::Block { text: html.to_owned(), ..tree::Block::default() }];
    }
    let lines = html.replace('\n', "<br><br>");
    tree::blocks(&Document::fragment(lines).root())
}

/// Returns whether taking a page apart would cost too much.
pub(super) fn is_costly(html: &str) -> bool {
    too_costly(html).is_some()
}

/// Returns the words of each block of a piece of HTML; too costly markup is taken as it stands.
pub(super) fn blocks_of(html: &str) -> Vec<String> {
    if too_costly(html).is_some() {
        return vec![html.to_owned()];
    }
    tree::blocks(&Document::fragment(html).root()).into_iter().map(|block| block.text).collect()
}

/// Makes an article of a page and hands it on.
pub(super) fn read(job: &mut Job, html: &str, article: Article, hash: u64) {
    job.put(article_of(job, html, article, false, None), hash);
}

/// Makes an article of a page that was crawled at the address and the number that `article` has.
pub(super) fn of_crawl(job: &Job, html: &str, article: Article, crawled: Option<&str>) -> Outcome {
    article_of(job, html, article, true, crawled)
}

fn article_of(job: &Job, html: &str, mut article: Article, of_many: bool, crawled: Option<&str>) -> Outcome {
    if let Some(reason) = too_costly(html) {
        return job.failed(of_many.then_some(article.record), reason);
    }
    let document = Document::from(html);
    let witness = meta::describe(&document, &mut article);
    let found = text_of(&document, &mut article, &witness);
    article.captions = found.captions;
    if witness.unsure && !found.byline.is_empty() {
        article.authors = found.byline;
    }
    let top = found.blocks.iter().take(4).map(|block| one_line(&block.text)).collect();
    dates::seen(
        &document,
        &mut article,
        &dates::Shown { days: found.days, labelled: found.labelled, far: found.far, top },
    );
    note_crawl(&mut article, crawled);
    finish(job, article, of_many, prose(&found.blocks), None)
}

/// Returns the text of a page: what it shows, else what its programs hold, else what it shows where no programs run.
fn text_of(document: &Document, article: &mut Article, witness: &body::Witness) -> body::Found {
    let letters = |blocks: &[tree::Block]| blocks.iter().map(|block| block.text.trim().len()).sum::<usize>();
    let title = article.title.clone();
    let listed = article.warnings.len();
    let mut found = body::of_page(document, title.as_deref(), witness, &mut article.warnings);
    if letters(&found.blocks) >= FEW {
        return found;
    }
    let told = state::blocks(document);
    if !told.is_empty() {
        found.blocks = told;
        return found;
    }
    let unscripted = document.select("noscript");
    if unscripted.exists() {
        unscripted.rename("div");
        let mut warnings = Vec::new();
        let other = body::of_page(document, title.as_deref(), witness, &mut warnings);
        if letters(&other.blocks) >= FEW {
            article.warnings.truncate(listed);
            article.warnings.append(&mut warnings);
            return other;
        }
    }
    found
}

/// Notes when a page was crawled: it counts as the date of an article that has no better one.
pub(super) fn note_crawl(article: &mut Article, crawled: Option<&str>) {
    if let Some(crawled) = crawled {
        date::note(article, Role::Published, "warc", crawled);
    }
}

/// Returns why parsing would take too long, if it would.
fn too_costly(html: &str) -> Option<String> {
    if leaves_open(html, MOST_OPEN) {
        return Some(format!("more than {MOST_OPEN} HTML elements inside each other"));
    }
    crowded(html, MOST_ATTRIBUTES).then(|| format!("more than {MOST_ATTRIBUTES} attributes in one HTML tag"))
}

/// Returns whether a tag of `html` has more than `most` attributes. An estimate by counting what may be their names; the
/// content of scripts and styles counts for nothing.
fn crowded(html: &str, most: usize) -> bool {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        at = open + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (attributes, end) = attributes(bytes, at);
        if attributes > most {
            return true;
        }
        at = end;
        for name in ["script", "style"] {
            let tag = &bytes[open + 1..(open + 1 + name.len()).min(bytes.len())];
            if tag.eq_ignore_ascii_case(name.as_bytes()) {
                let close = format!("</{name}");
                let is_close = |i: &usize| {
                    bytes[*i..].len() >= close.len()
                        && bytes[*i..*i + close.len()].eq_ignore_ascii_case(close.as_bytes())
                };
                at = memchr::memmem::find_iter(&bytes[at..], b"</")
                    .map(|i| at + i)
                    .find(is_close)
                    .unwrap_or(bytes.len());
            }
        }
    }
    false
}

/// Counts the attributes of the tag at `at`, and returns where it ends.
fn attributes(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let (mut count, mut inside) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return (count, at),
            // A value in quotation marks is passed over.
            b'"' | b'\'' if at > 0 && bytes[at - 1] == b'=' => {
                let close = memchr::memchr(byte, &bytes[at + 1..]);
                at += close.map_or(bytes.len() - at, |i| i + 1);
                inside = false;
            }
            b'/' | b'"' | b'\'' => inside = false,
            _ if byte.is_ascii_whitespace() => inside = false,
            _ if !inside => {
                count += 1;
                inside = true;
            }
            _ => {}
        }
        at += 1;
    }
    (count, bytes.len())
}

/// Returns whether more than `most` elements stand open at some place of `html`. An estimate by counting tags.
fn leaves_open(html: &str, most: usize) -> bool {
    /// Elements that have no end, or need none.
    const ENDLESS: [&[u8]; 19] = [
        b"area", b"base", b"br", b"col", b"dd", b"dt", b"embed", b"hr", b"img", b"input", b"li", b"link", b"meta",
        b"option", b"p", b"source", b"td", b"tr", b"wbr",
    ];
    let bytes = html.as_bytes();
    let mut open = 0_usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        match rest.first() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(b) if b.is_ascii_alphabetic() => {
                let end = rest.iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len().min(12));
                open += usize::from(!ENDLESS.iter().any(|name| name.eq_ignore_ascii_case(&rest[..end])));
            }
            _ => {}
        }
        if open > most {
            return true;
        }
    }
    false
}

fn prose(blocks: &[tree::Block]) -> Prose {
    let mut prose = Prose::with_capacity(blocks.iter().map(|b| b.text.len() + 1).sum());
    for block in blocks {
        prose.push_paragraph(&block.text, std::slice::from_ref(&(0..block.text.len())));
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets() {
        assert_eq!(charset(b"<meta charset=\"windows-1251\">").as_deref(), Some("windows-1251"));
        assert_eq!(
            charset(b"<META http-equiv=x content='text/html; CHARSET = ISO-8859-1'>").as_deref(),
            Some("ISO-8859-1")
        );
        assert_eq!(charset(b"<p>charset"), None);
    }

    #[test]
    fn markup_is_told_from_prose() {
        assert!(is_markup("<p>One.</p><P class=x>Two.</p>") && is_markup("One.<br/>Two."));
        assert!(!is_markup("He typed <b>Please</b> & left; 3 < 4, a <person> said."));
    }

    #[test]
    fn a_text_for_readers_without_programs() {
        let words = "<p>The ferry of Ostley has sailed to the island again, and forty people were on board of it.</p>"
            .repeat(4);
        let document = Document::from(format!("<div>Loading</div><noscript><div>{words}</div></noscript>"));
        let found = text_of(&document, &mut Article::default(), &body::Witness::default());
        assert!(found.blocks.iter().any(|block| block.text.starts_with("The ferry")));
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(leaves_open(&"<div>".repeat(11), 10) && !leaves_open(&"<div></div><p>".repeat(11), 10));
    }

    #[test]
    fn attributes_are_bounded() {
        let tag = |n: usize| format!("<p {}>x</p>", (0..n).map(|i| format!("a{i}=\"x y z\" ")).collect::<String>());
        assert!(crowded(&tag(11), 10) && !crowded(&tag(10).repeat(3), 10));
        assert!(crowded(&format!("<p {}", "a=1/b='2'c ".repeat(4)), 10), "whatever parts them");
        assert!(!crowded(&format!("<SCRIPT>if (a<b) {{ {} }}</Script><p>", "x = 1; ".repeat(50)), 10));
        assert!(!crowded("a <b and so on", 10) && !crowded("<p a=\"", 10) && !crowded("<", 10));
    }

    #[test]
    fn a_fragment_keeps_its_paragraphs() {
        let prose = fragment(
            "<p>One &amp; <b>two</b>.</p>\n<p>Three<br>four.<br><br>Five.</p><script>x</script><ul><li>Six</ul>",
        );
        assert_eq!(prose.text(), "One & two.\nThree four.\nFive.\nSix");
    }
}
