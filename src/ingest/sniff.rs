//! What a file is: by its first bytes, then by its name.

use crate::ingest::{containers, office, wire, xml};

/// How the bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

impl Packing {
    /// The bytes that packed files begin with.
    const MAGIC: [(&'static [u8], Self); 4] = [
        (b"\x1f\x8b", Self::Gzip),
        (b"\x28\xb5\x2f\xfd", Self::Zstd),
        (b"\xfd7zXZ\0", Self::Xz),
        (b"BZh", Self::Bzip2),
    ];

    /// Returns the packing that `head`, the first bytes, shows.
    pub(super) fn of(head: &[u8]) -> Self {
        Self::MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map_or(Self::None, |(_, packing)| *packing)
    }

    /// Returns whether more than `head` is needed to tell.
    pub(super) fn may_begin(head: &[u8]) -> bool {
        Self::MAGIC.iter().any(|(magic, _)| magic.len() > head.len() && magic.starts_with(head))
    }

    /// Returns the name for messages; `None` if nothing is packed.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Gzip => Some("gzip"),
            Self::Zstd => Some("zstd"),
            Self::Xz => Some("xz"),
            Self::Bzip2 => Some("bzip2"),
        }
    }
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    JsonLines,
    Csv,
    Tsv,
    Xml,
    Telex,
    /// A ZIP archive of the parts of a text document.
    Package,
    Rtf,
    Pdf,
    Mail,
    /// A page saved with all that belongs to it.
    Saved,
    Tar,
    Zip,
    Warc,
    Arc,
    Feed,
    JsonFeed,
}

impl Format {
    /// Returns the format of content that starts with `head`, in a file called `name`; else why it is none of them.
    ///
    /// An empty name is that of standard input: text, if nothing else is to be seen.
    pub(super) fn of(head: &[u8], name: &str) -> Result<Self, String> {
        if wire::telex::is_wire(head) {
            return Ok(Self::Telex);
        }
        let ext = extension(name);
        if office::is_package(head, &ext) {
            return Ok(Self::Package);
        }
        if head.starts_with(b"{\\rtf") {
            return Ok(Self::Rtf);
        }
        if head.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if let Some(archive) = archive(head) {
            return Ok(archive);
        }
        if let Some(kind) = binary_kind(head) {
            return Err(format!("not text ({kind})"));
        }
        let text = crate::ingest::encoding::decode(head, None).text;
        if let Some(found) = by_content(text.trim_start(), &ext) {
            return found;
        }
        match ext.as_str() {
            "txt" | "text" => Ok(Self::Text),
            "md" | "markdown" => Ok(Self::Markdown),
            "html" | "htm" | "xhtml" => Ok(Self::Html),
            "json" => Ok(Self::Json),
            "jsonl" | "ndjson" => Ok(Self::JsonLines),
            "eml" | "mbox" => Ok(Self::Mail),
            "mht" | "mhtml" => Ok(Self::Saved),
            "csv" => Ok(Self::Csv),
            "tsv" | "tab" => Ok(Self::Tsv),
            "" if name.is_empty() => Ok(Self::Text),
            "" => Err("format not known: the name has no extension".to_owned()),
            ext => Err(format!("format not known: `.{ext}`")),
        }
    }
}

/// Returns the last extension of `name` in lower case, those of packings left out.
pub(super) fn extension(name: &str) -> String {
    let name = stem_of_packed(name.rsplit('/').next().unwrap_or(name));
    match name.rsplit_once('.') {
        Some((stem, ext)) if !stem.is_empty() => ext.to_lowercase(),
        _ => String::new(),
    }
}

/// Returns `name` without the extension of a packing.
fn stem_of_packed(name: &str) -> &str {
    [".gz", ".zst", ".xz", ".bz2"]
        .iter()
        .find_map(|ext| {
            let cut = name.len().checked_sub(ext.len())?;
            name.get(cut..).filter(|end| end.eq_ignore_ascii_case(ext)).map(|_| &name[..cut])
        })
        .unwrap_or(name)
}

/// What the content itself says; `None` if the name decides.
fn by_content(text: &str, ext: &str) -> Option<Result<Format, String>> {
    let lower = text.get(..text.len().min(600)).unwrap_or_else(|| cut(text, 600)).to_ascii_lowercase();
    let known = xml::is_known(text);
    if let Some(found) = xml::root(text).filter(|_| !known).and_then(by_root) {
        return Some(found);
    }
    if lower.starts_with("<?xml") || ext == "xml" && lower.starts_with('<') {
        let html = xml::root(text).map_or_else(|| lower.contains("<html"), |root| root.eq_ignore_ascii_case("html"));
        return Some(Ok(if html { Format::Html } else { Format::Xml }));
    }
    if known {
        return Some(Ok(Format::Xml));
    }
    if ["<!doctype html", "<html", "<head>", "<body"].iter().any(|start| lower.starts_with(start)) {
        return Some(Ok(Format::Html));
    }
    if lower.starts_with("<!--") && lower.contains("<html") {
        return Some(Ok(Format::Html));
    }
    if office::is_mail(text) {
        let saved = matches!(ext, "mht" | "mhtml") || office::is_saved(text);
        return Some(Ok(if saved { Format::Saved } else { Format::Mail }));
    }
    let named_json = matches!(ext, "json" | "jsonl" | "ndjson");
    if (named_json || !matches!(ext, "csv" | "tsv" | "tab")) && is_json(text) {
        if !is_lines(text, ext) && lower.contains("jsonfeed.org") && lower.contains("\"version\"") {
            return Some(Ok(Format::JsonFeed));
        }
        return Some(Ok(if is_lines(text, ext) { Format::JsonLines } else { Format::Json }));
    }
    None
}

/// Returns the format of XML whose outermost element is called `root`, as far as that tells.
fn by_root(root: &str) -> Option<Result<Format, String>> {
    let name = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    match name.as_str() {
        "rss" | "feed" | "rdf" | "channel" | "entry" => Some(Ok(Format::Feed)),
        "urlset" | "sitemapindex" => Some(Err("a sitemap, which lists addresses and holds no articles".to_owned())),
        _ => None,
    }
}

/// Returns whether `text` starts as JSON does and prose does not: `{"`, `[{`, `{}`, `[]`.
fn is_json(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    matches!((marks.next(), marks.next()), (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | ']')))
}

/// Returns whether the JSON in `text` is one value a line.
fn is_lines(text: &str, ext: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or(""), lines.next());
    let whole = |line: &str| line.starts_with('{') && line.ends_with('}');
    match second {
        Some(second) => {
            whole(first) && second.starts_with('{') || matches!(ext, "jsonl" | "ndjson") && !first.starts_with('[')
        }
        None => first.starts_with('{') && matches!(ext, "jsonl" | "ndjson"),
    }
}

fn cut(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// Returns whether a file is packed and a crawl by its name.
pub(super) fn is_crawl(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".warc.gz", ".arc.gz", ".wet.gz"].iter().any(|ending| name.ends_with(ending))
}

/// Returns the format of an archive or a crawl that starts with `head`.
fn archive(head: &[u8]) -> Option<Format> {
    // The second is an archive of nothing.
    if [b"PK\x03\x04", b"PK\x05\x06"].iter().any(|magic| head.starts_with(*magic)) {
        return Some(Format::Zip);
    }
    for (start, format) in [(&b"WARC/"[..], Format::Warc), (b"filedesc://", Format::Arc)] {
        if head.starts_with(start) {
            return Some(format);
        }
    }
    containers::is_tar(head).then_some(Format::Tar)
}

/// Returns what sort of file `head` starts, if it is not text.
fn binary_kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 14] = [
        (b"\x89PNG", "PNG image"),
        (b"\xff\xd8\xff", "JPEG image"),
        (b"GIF8", "GIF image"),
        (b"RIFF", "RIFF media"),
        (b"BM6", "BMP image"),
        (b"7z\xbc\xaf", "7-Zip archive"),
        (b"Rar!", "RAR archive"),
        (b"\x7fELF", "program"),
        (b"\xd0\xcf\x11\xe0", "old Office document"),
        (b"OggS", "Ogg media"),
        (b"ID3", "MP3 audio"),
        (b"SQLite format 3", "SQLite database"),
        (b"\0\0\xfe\xff", "UTF-32: save it as UTF-8"),
        (b"\xff\xfe\0\0", "UTF-32: save it as UTF-8"),
    ];
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    let marked = encoding_rs::Encoding::for_bom(head).is_some();
    // Text in bytes has hardly any control characters; random bytes have one in ten. Some pages hold a stray zero.
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t'..=b'\r' | 0x1b);
    let controls = head.iter().filter(control).count();
    (controls * 50 > head.len() && !marked && !crate::ingest::encoding::looks_utf16(head)).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_before_name() {
        for (head, name, is) in [
            ("Words.", "a.txt", Ok(Format::Text)),
            ("Words.", "A.TXT.GZ", Ok(Format::Text)),
            ("Words.", "", Ok(Format::Text)),
            ("<!DOCTYPE html><p>x", "a.txt", Ok(Format::Html)),
            ("<p>x", "a.htm", Ok(Format::Html)),
            ("<?xml version='1.0'?><html><p>x", "a.xml", Ok(Format::Html)),
            ("<?xml version='1.0'?><nitf><!-- <html> -->", "a", Ok(Format::Xml)),
            ("<newsItem guid='x'>", "a", Ok(Format::Xml)),
            ("{\"text\": \"x\"}\n{\"text\": \"y\"}", "a.json", Ok(Format::JsonLines)),
            ("{\"text\": \"x\"}", "a.jsonl.zst", Ok(Format::JsonLines)),
            ("{\n\"text\": \"x\"}", "a", Ok(Format::Json)),
            ("[{\"text\": 1}, 2]", "a.json", Ok(Format::Json)),
            ("[Editor's note] {x}", "a.txt", Ok(Format::Text)),
            ("title,text\n", "a.csv", Ok(Format::Csv)),
            ("# x", "notes.md", Ok(Format::Markdown)),
        ] {
            let is: Result<Format, String> = is;
            assert_eq!(Format::of(head.as_bytes(), name), is, "{head:?} {name}");
        }
    }

    #[test]
    fn reasons_are_named() {
        let reason = |head: &[u8], name: &str| Format::of(head, name).unwrap_err();
        assert_eq!(reason(b"\x89PNG\r\n\x1a\n", "a.txt"), "not text (PNG image)");
        assert_eq!(reason(b"ab\0cd\0\0\0\0x", "a.txt"), "not text (binary data)");
        assert_eq!(reason(b"words", "a.log"), "format not known: `.log`");
        assert_eq!(reason(b"words", "LICENSE"), "format not known: the name has no extension");
    }
}
