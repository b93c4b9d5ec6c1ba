//! Who wrote a page: its record, its tags, its bylines.

use crate::ingest::html::{body::plain, jsonld, meta::Tags};
use crate::ingest::{authors, one_line};
use dom_query::{Document, NodeRef};

/// Names of `<meta>` tags that hold authors.
const AUTHORS: [&str; 9] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author_name",
    "cxenseparse:author",
];

/// Elements that hold a byline, best first.
const BYLINES: [&str; 19] = [
    "[itemprop='author'] [itemprop='name']",
    "[itemprop='author']",
    "[rel='author']",
    ".author-name",
    ".byline-name",
    ".byline",
    ".author",
    ".vcard .fn",
    "a[href*='/author/']",
    "a[href*='/authors/']",
    "a[href*='/autoren/'], a[href*='/autor/'], a[href*='/auteur/'], a[href*='/auteurs/']",
    "[class*='author-name']",
    "[class*='byline']",
    "[class*='author-link']",
    "[class*='author__name'], [class*='authorname']",
    "[class*='author'] a",
    "[class*='author'], [class*='Author']",
    "[class*='autor'], [class*='Autor'], [class*='redakteur']",
    "[class*='auteur'], .wrote_by, .posted-by",
];

/// So many of these are only about this article; the others also name the authors of other ones: only the first counts.
const STRICT: usize = 7;

/// Elements of which any short text is a name, even that of one word.
const NAMES: [&str; 4] =
    ["[itemprop='author'] [itemprop='name']", "[rel='author']", ".vcard .fn", "[class*='author-name']"];

/// Who wrote it: the record, else tags, else the byline.
///
/// Whether only the outlet is named is said too: another line of the page may know better.
pub(super) fn people(
    document: &Document,
    tags: &Tags,
    record: &jsonld::Record,
    outlet: Option<&str>,
) -> (Vec<String>, bool) {
    // Some records and tags name the outlet where the byline on the page names people.
    let is_outlet = |name: &String| {
        let same = |other_name: &str| {
            let (one, other) = (plain(name), plain(other_name));
            let acronym = one == initials(other_name) || other == initials(name);
            acronym
                || one == other
                || (one.len() > 4 && (other.contains(&one) || one.contains(&other) && other.len() > 4))
        };
        outlet.is_some_and(same) || record.outlet.as_deref().is_some_and(same)
    };
    let weak = |names: &[String]| names.iter().all(is_outlet);
    let mut best: Vec<String> = Vec::new();
    let sources: [&dyn Fn() -> Vec<String>; 3] = [&|| record.authors.clone(), &|| tagged(tags), &|| shown(document)];
    for source in sources {
        let names = source();
        if !weak(&names) {
            return (names, false);
        }
        if best.is_empty() {
            best = names;
        }
    }
    (best, true)
}

/// The first letters of a name of three words or more, as outlets shorten theirs.
fn initials(name: &str) -> String {
    let words = || name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    if words().count() < 3 {
        return String::new();
    }
    words().filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
}

/// The names in tags.
fn tagged(tags: &Tags) -> Vec<String> {
    for name in AUTHORS {
        let said = tags.all(name).filter(|c| !c.contains("://") && !c.starts_with('@') && !c.starts_with("www."));
        let names = authors::unique(said.flat_map(|content| authors::split(&jsonld::unescape(content))).collect());
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// The names in elements.
fn shown(document: &Document) -> Vec<String> {
    for (i, selector) in BYLINES.into_iter().enumerate() {
        let selection = document.select(selector);
        let texts = together(selection.nodes())
            .map(|n| one_line(&n.text()))
            .filter(|t| t.len() <= 120)
            .take(if i < STRICT { 6 } else { 1 })
            .collect::<Vec<_>>();
        let short =
            |text: &&String| text.len() <= 40 && !text.contains(' ') || !text.contains(|c: char| c.is_ascii_digit());
        let named = |text: &String| match NAMES.contains(&selector) {
            true => Some(text)
                .filter(|text| text.len() <= 40)
                .filter(short)
                .map(|text| authors::split(text))
                .unwrap_or_default(),
            false => authors::from_line(text),
        };
        let mut names = authors::unique(texts.iter().flat_map(named).collect());
        if names.is_empty() {
            names = each(selection.nodes());
        }
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// Returns the names of a byline that has an element for each, and nothing between them.
fn each(bylines: &[NodeRef]) -> Vec<String> {
    let Some(byline) = bylines.first() else { return Vec::new() };
    let alone = |node: &NodeRef| node.is_element() && node.first_element_child().is_none();
    let texts = byline.descendants_it().take(40).filter(alone).map(|node| one_line(&node.text()));
    let names = texts.map(|text| authors::from_line(&text)).filter(|names| names.len() == 1);
    authors::unique(names.take(6).flatten().collect())
}

/// Returns the nodes that stand in one place with the first: those of other places are of other articles.
fn together<'a, 'b>(nodes: &'b [NodeRef<'a>]) -> impl Iterator<Item = &'b NodeRef<'a>> {
    let place = |node: &NodeRef| node.parent().and_then(|parent| parent.parent()).map(|place| place.id);
    let first = nodes.first().and_then(place);
    nodes.iter().filter(move |node| place(node) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str, outlet: &str) -> (Vec<String>, bool) {
        let document = Document::from(html);
        people(&document, &Tags::of(&document), &jsonld::read(&document), Some(outlet))
    }

    #[test]
    fn people_before_the_outlet() {
        let page = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Quillan Gazette\"}}</script>\
             <meta name=author content='Quillan Gazette'><p class=redakteur itemprop=author><span itemprop=name>Bettany Rusk</span></p>";
        assert_eq!(names(page, "Quillan Gazette"), (vec!["Bettany Rusk".to_owned()], false));
        assert_eq!(
            names("<meta name=author content='Quillan Gazette'>", "Quillan Gazette"),
            (vec!["Quillan Gazette".to_owned()], true)
        );
    }

    #[test]
    fn names_side_by_side_and_outlets_by_their_initials() {
        let page = "<div class=byline><span>Bettany Rusk</span> <span>Joost Amery</span> <span>Ruta Bly</span></div>";
        assert_eq!(names(page, "Gazette").0, ["Bettany Rusk", "Joost Amery", "Ruta Bly"]);
        let page = "<meta name=author content=OLP><p>von <a href=/autoren/1>Dr. Ruta Bly</a></p>";
        assert_eq!(names(page, "Ostley Letter Post"), (vec!["Dr. Ruta Bly".to_owned()], false));
    }

    #[test]
    fn authors_of_other_articles_are_left_out() {
        let page = "<div><p><a rel=author href=/1>Bettany Rusk</a> and <a rel=author href=/2>Joost Amery</a></p></div>\
             <ul><li><a rel=author href=/3>Ruta Bly</a></li></ul>";
        assert_eq!(names(page, "Gazette").0, ["Bettany Rusk", "Joost Amery"]);
    }

    #[test]
    fn pen_names_and_classes_of_other_languages() {
        assert_eq!(
            names("<span class='author vcard'><a rel=author href=/1>ferry1984</a></span>", "Gazette").0,
            ["ferry1984"]
        );
        assert_eq!(names("<span class=auteurs><a>Odile Ferrand</a></span>", "Gazette").0, ["Odile Ferrand"]);
        assert_eq!(names("<p class=article__autorenzeile>Von Ruta Bly</p>", "Gazette").0, ["Ruta Bly"]);
    }
}
