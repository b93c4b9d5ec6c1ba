//! WordPress: what a blog exports (WXR), posts among other things.

use crate::ingest::draft::Draft;
use crate::ingest::html;
use crate::ingest::xml::{Element, Record};

/// Returns whether an RSS document is a WordPress export.
pub(in crate::ingest) fn is_export(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(8192)];
    memchr::memmem::find(head, b"wordpress.org/export/").is_some()
}

/// Reads an item: a post or a page that was published.
pub(in crate::ingest) fn post(record: &Record) -> Result<Draft, String> {
    let item = record.element;
    let line = |name: &str| item.child(name).and_then(Element::line);
    let kind = line("wp:post_type").unwrap_or_default();
    if matches!(kind.as_str(), "attachment" | "nav_menu_item" | "revision" | "custom_css" | "wp_global_styles") {
        return Err(format!("no article: {kind}"));
    }
    let status = line("wp:status").unwrap_or_default();
    if matches!(status.as_str(), "draft" | "auto-draft" | "trash" | "pending" | "private" | "future") {
        return Err(format!("not published: {status}"));
    }
    let mut draft = Draft::default();
    let url = line("link").filter(|url| url.starts_with("http"));
    draft.article.url = url;
    // The number is unique in one blog only.
    if draft.article.url.is_none() {
        draft.id(line("guid"));
    }
    draft.title(line("title"));
    draft.article.authors = line("dc:creator").map(|login| display_name(record.root, login)).into_iter().collect();
    let date = |name: &str| line(name).filter(|raw| !raw.starts_with("0000"));
    let utc = |name: &str| date(name).map(|raw| format!("{raw}Z"));
    draft.published("wxr:pubDate", date("pubDate").filter(|raw| !raw.contains("-0001")));
    draft.published("wxr:post_date_gmt", utc("wp:post_date_gmt"));
    draft.published("wxr:post_date", date("wp:post_date"));
    draft.modified("wxr:post_modified_gmt", utc("wp:post_modified_gmt"));
    draft.outlet(record.root.at(&["channel", "title"]).and_then(Element::line));
    draft.language(record.root.at(&["channel", "language"]).and_then(Element::line));
    let section = item.children().find(|child| {
        child.name() == "category" && child.attribute("domain").is_some_and(|domain| domain == "category")
    });
    draft.section(section.and_then(Element::line));
    draft.paragraphs = body(&item.child("content:encoded").map(Element::raw_text).unwrap_or_default());
    Ok(draft)
}

/// Returns the name that the blog shows for a login.
fn display_name(root: Element, login: String) -> String {
    let author = root.all("wp:author").find(|author| author.line_of("wp:author_login").as_ref() == Some(&login));
    author.and_then(|author| author.line_of("wp:author_display_name")).unwrap_or(login)
}

/// Returns the paragraphs: WordPress keeps them parted by blank lines, with tags only where it needs them.
fn body(content: &str) -> Vec<String> {
    let content = without_shortcodes(content);
    if html::is_markup(&content) && content.to_ascii_lowercase().contains("<p") {
        return html::blocks_of(&content);
    }
    let mut marked = String::with_capacity(content.len() + 64);
    for line in content.replace("\r\n", "\n").split('\n') {
        if line.trim().is_empty() {
            marked.push_str("<p>");
        } else {
            marked.push_str(line);
            marked.push_str("<br>");
        }
        marked.push('\n');
    }
    html::blocks_of(&marked)
}

/// Returns `content` without shortcodes (`[gallery ids="1"]`, `[dropcap]`); what they enclose stays, but for captions.
fn without_shortcodes(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('[') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let Some(len) = shortcode(after) else {
            out.push('[');
            rest = &after[1..];
            continue;
        };
        rest = &after[len..];
        let is_caption = after.starts_with("[caption");
        if is_caption && let Some(end) = near(rest, 10_000).find("[/caption]") {
            rest = &rest[end + "[/caption]".len()..];
        }
    }
    out.push_str(rest);
    out
}

/// Returns the length of the shortcode at the start of `text`; an editor's `[sic]` or `[he said]` is none.
fn shortcode(text: &str) -> Option<usize> {
    let end = near(text, 400).find(']')? + 1;
    let inside = text[1..end - 1].trim_start_matches('/').trim_end_matches('/').trim();
    let (name, rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let is_name = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
    // A shortcode has values, or an end further on.
    let has_end = text.starts_with("[/") || near(&text[end..], 2_000).contains(&format!("[/{name}]"));
    let alone = matches!(name, "gallery" | "more" | "audio" | "video" | "playlist");
    (is_name && (rest.contains('=') || has_end || alone && rest.is_empty())).then_some(end)
}

/// Returns the beginning of `text`, about `len` bytes: what belongs together stands near.
fn near(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_go_and_brackets_stay() {
        assert_eq!(
            without_shortcodes("[dropcap]T[/dropcap]he [sic] map [gallery ids=\"1\"]of [he said] it"),
            "The [sic] map of [he said] it"
        );
        assert_eq!(without_shortcodes("[caption id=\"x\"]<img> A lamp[/caption]Words [1]."), "Words [1].");
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        let found: Vec<String> =
            body("<strong>One</strong>\nand more.\r\n\r\nTwo.").iter().map(|p| crate::ingest::one_line(p)).collect();
        assert_eq!(found, ["One and more.", "Two."]);
    }
}
