//! What the name, the class and the id of an element say of its words.

use crate::ingest::html::tree::Hint;
use dom_query::NodeRef;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words of class names that stand around articles.
static FURNITURE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| include_str!("../data/furniture.txt").lines().collect());

/// How class names of the element begin that holds the article's text, without what parts their words.
const BODIES: [&str; 22] = [
    "articlebody",
    "articlebodytext",
    "articlecontent",
    "articlemain",
    "articletext",
    "bodycontent",
    "bodytext",
    "contentbody",
    "entrybody",
    "entrycontent",
    "entrytext",
    "maincontent",
    "newstext",
    "postbody",
    "postcontent",
    "postentry",
    "posttext",
    "storybody",
    "storybodytext",
    "storycontent",
    "storytext",
    "textbody",
];

/// Looks at an element.
pub(super) fn of(name: &str, node: &NodeRef) -> Hint {
    match name {
        "nav" | "footer" | "address" | "form" | "aside" => return Hint::Furniture,
        "figcaption" => return Hint::Caption,
        "figure" if is_picture(node) => return Hint::Caption,
        // Posts that are shown inside an article are quoted in it.
        "blockquote" if node.attr("class").is_some_and(|class| class.contains("tweet")) => return Hint::None,
        _ => {}
    }
    // Some systems give each paragraph the name of the text.
    let may_hold = !matches!(name, "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    if node.attr("itemprop").is_some_and(|v| v.split(' ').any(|v| v.eq_ignore_ascii_case("articlebody"))) {
        return Hint::Body;
    }
    let role = node.attr("role");
    if role.as_deref().is_some_and(|role| matches!(role, "navigation" | "complementary" | "contentinfo" | "dialog")) {
        return Hint::Furniture;
    }
    if node.attr("itemprop").is_some_and(|v| v.eq_ignore_ascii_case("liveblogupdate")) {
        return Hint::Entry;
    }
    let mut hint = match name {
        "article" | "main" => Hint::Article,
        _ if name.contains('-') => of_class(name),
        _ => Hint::None,
    };
    for key in ["class", "id"] {
        let Some(value) = node.attr(key) else { continue };
        for class in value.split_ascii_whitespace() {
            match of_class(class) {
                Hint::None if may_hold && hint == Hint::None && is_frame(class, node) => hint = Hint::Caption,
                Hint::None => {}
                // What is said to be the article's text is believed against any other word.
                Hint::Body if may_hold => return Hint::Body,
                Hint::Body => {}
                found => hint = found,
            }
        }
    }
    hint
}

/// Returns whether an element has a picture and no words but those of the picture.
fn is_picture(node: &NodeRef) -> bool {
    let (mut picture, mut other) = (false, false);
    for inner in node.descendants_it().take(200) {
        match inner.node_name().as_deref() {
            Some("img" | "picture" | "video" | "iframe") => picture = true,
            Some("blockquote" | "table" | "pre" | "ul" | "ol" | "h1" | "h2") => other = true,
            _ => {}
        }
    }
    picture && !other
}

/// Returns whether a class is that of a frame round a picture and its few words: `article-image`.
fn is_frame(class: &str, node: &NodeRef) -> bool {
    /// Bytes of the longest words of a picture.
    const LONGEST: usize = 400;
    const PICTURES: [&str; 8] = ["bild", "foto", "image", "imagen", "img", "photo", "picture", "imgblock"];
    let named = class.len() <= 80 && words(class).any(|word| PICTURES.contains(&word.as_str()));
    named && is_picture(node) && node.text().trim().len() <= LONGEST
}

/// Looks at one class name or id: `story-body`, `RelatedLinks__list`.
fn of_class(class: &str) -> Hint {
    if class.len() > 80 {
        return Hint::None;
    }
    let plain: String = class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if BODIES.iter().any(|body| plain.starts_with(body)) {
        return Hint::Body;
    }
    if plain.contains("pullquote") {
        return Hint::Pulled;
    }
    if matches!(plain.as_str(), "noprint" | "donotprint" | "dontprint" | "hideprint") {
        return Hint::Furniture;
    }
    // States of the page, not names of the part: `has-sidebar`, `no-comments`.
    if ["has", "no", "with", "is", "without"]
        .iter()
        .any(|state| class.strip_prefix(state).is_some_and(|rest| rest.starts_with(['-', '_'])))
    {
        return Hint::None;
    }
    let words: Vec<String> = words(class).collect();
    if is_entry(&words) {
        return Hint::Entry;
    }
    let pairs = words.windows(2).map(|pair| pair.concat());
    // Builders of pages call each piece of them a widget.
    let built = words.first().is_some_and(|word| word == "elementor");
    let found = words
        .iter()
        .cloned()
        .chain(pairs)
        .find(|word| FURNITURE.contains(word.as_str()) && !(built && word == "widget"));
    match found.as_deref() {
        Some("caption" | "captions") => Hint::Caption,
        Some("factbox" | "factboxes" | "factsbox" | "faktaboks" | "faktabox" | "faktenbox") => Hint::Boxed,
        Some("teaser" | "teasers") => Hint::Teaser,
        Some("consent" | "cookie" | "cookies" | "gdpr" | "onetrust" | "dsgvo") => Hint::Consent,
        Some(_) => Hint::Furniture,
        None => Hint::None,
    }
}

/// Returns whether the words of a class are those of an entry of a live blog: `live-event-entry`, `liveblog__post`.
fn is_entry(words: &[String]) -> bool {
    const ONES: [&str; 8] = ["beitrag", "block", "card", "eintrag", "entry", "item", "post", "update"];
    let live = words.iter().position(|word| word.starts_with("live") || word == "ticker");
    live.is_some_and(|at| words.last().is_some_and(|last| words.len() > at + 1 && ONES.contains(&last.as_str())))
}

/// The words of a class name in lower case: `related` and `links` of `RelatedLinks`.
fn words(class: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in class.chars() {
        if !c.is_ascii_alphabetic() || (small && c.is_ascii_uppercase()) {
            words.push(String::new());
        }
        if c.is_ascii_alphabetic() {
            words.last_mut().expect("never empty").push(c.to_ascii_lowercase());
        }
        small = c.is_ascii_lowercase();
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names() {
        assert!(BODIES.is_sorted());
        for (class, hint) in [
            ("story-body", Hint::Body),
            ("ArticleBody", Hint::Body),
            ("RelatedLinks__list", Hint::Furniture),
            ("has-sidebar", Hint::None),
            ("post-3 category-share", Hint::Furniture),
            ("c-pull-quote", Hint::Pulled),
            ("image_caption", Hint::Caption),
            ("paragraph", Hint::None),
        ] {
            let found = class.split(' ').map(of_class).find(|h| *h != Hint::None).unwrap_or_default();
            assert_eq!(found, hint, "{class}");
        }
    }
}
