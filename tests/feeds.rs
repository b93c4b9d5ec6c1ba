//! Feeds: each item is an article with what the feed says of it; a feed with a bad item gives the others.

use onrecord::{Article, Outcome, ReadOptions, read_bytes};

fn read(name: &str, text: &str) -> (Vec<Article>, Vec<String>) {
    let (mut articles, mut reasons) = (Vec::new(), Vec::new());
    read_bytes(name, text.as_bytes(), &ReadOptions::default(), &mut |outcome, _| match outcome {
        Outcome::Article(article) => articles.push(*article),
        Outcome::Skipped(skip) => reasons.push(format!("{:?}: skipped, {}", skip.record, skip.reason)),
        Outcome::Failed(skip) => reasons.push(format!("{:?}: failed, {}", skip.record, skip.reason)),
    });
    (articles, reasons)
}

/// Returns the article of a feed with one item in RSS 2.0.
fn item(elements: &str) -> Article {
    let feed = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Ostley Post</title><link>https://ostley.example/</link>\
         <language>en-gb</language><item>{elements}</item></channel></rss>"
    );
    let (mut articles, reasons) = read("a.xml", &feed);
    assert_eq!((articles.len(), &reasons[..]), (1, &[][..]), "{elements}");
    articles.remove(0)
}

fn published(article: &Article) -> Option<&str> {
    article.published.as_ref().map(|date| date.as_str())
}

#[test]
fn rss_2_with_all_its_usual_companions() {
    let feed = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:foo="http://purl.org/dc/elements/1.1/">
<channel><title>The Ostley Post</title><link>https://ostley.example/</link><language>en-gb</language>
<image><title>Logo</title><url>https://ostley.example/logo.png</url></image>
<item><title>Ferry &amp; tram: &#8220;both late&#8221;</title><link>https://ostley.example/a?x=1&amp;y=2</link>
<description>Short words.</description><foo:creator><![CDATA[Ann Lee and Bo Marsh]]></foo:creator>
<category>Transport</category><guid isPermaLink="false">post-17</guid><pubDate>Tue, 03 Mar 2026 08:05:00 +0100</pubDate>
<content:encoded><![CDATA[<p>One &amp; <b>two</b>.</p><p>“Three,” said&nbsp;Ann.</p><script>x</script>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;Caf&amp;eacute; open.&lt;/p&gt;&lt;p&gt;Bring money.&lt;/p&gt;</description>
<guid>https://ostley.example/second</guid><author>desk@ostley.example (Cy Dale)</author></item>
<item><title>Third</title><link>/third</link></item>
</channel></rss>"#;
    let (articles, reasons) = read("a.rss", feed);
    assert_eq!(reasons, ["Some(2): skipped, no text: neither content nor a summary with words in it"]);
    let [first, second] = &articles[..] else { panic!("{} articles", articles.len()) };
    assert_eq!(first.title.as_deref(), Some("Ferry & tram: “both late”"));
    assert_eq!(first.url.as_deref(), Some("https://ostley.example/a?x=1&y=2"));
    assert_eq!((first.id.as_str(), first.record), ("post-17", 0));
    assert_eq!(first.authors, ["Ann Lee", "Bo Marsh"]);
    assert_eq!(first.text, "One & two.\n“Three,” said Ann.");
    assert_eq!((first.outlet.as_deref(), first.language.as_deref()), (Some("The Ostley Post"), Some("en")));
    assert_eq!((first.section.as_deref(), published(first)), (Some("Transport"), Some("2026-03-03T08:05:00+01:00")));
    assert_eq!(second.text, "Café open.\nBring money.");
    assert_eq!(
        (second.id.as_str(), second.url.as_deref()),
        ("ostley.example/second", Some("https://ostley.example/second"))
    );
    assert_eq!((&second.authors[..], second.record), (&["Cy Dale".to_owned()][..], 1));
}

#[test]
fn atom_with_text_markup_and_elements() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Der &lt;b&gt;Bote&lt;/b&gt;</title>
<link rel="self" href="https://bote.example/feed"/><link href="https://bote.example/"/><author><name>Red Aktion</name></author>
<entry><title type="text">Das &lt;b&gt;-Element</title><link rel="enclosure" href="https://bote.example/a.mp3"/>
<link rel="alternate" type="text/html" href="https://bote.example/a"/><id>urn:uuid:1</id><updated>2026-03-04T05:06:07Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins <em>und</em> zwei &lt; drei.</p><p>Vier.</p></div></content></entry>
<entry><title>Zwei</title><id>urn:uuid:2</id><published>2026-03-01</published><updated>2026-03-02</updated><author><name>Eva Horn</name>
<email>eva@bote.example</email></author><summary type="text">Nur &lt;kurz&gt; &amp; knapp.</summary><content type="image/png" src="a.png"/></entry>
<entry xml:lang="en"><title>Three</title><id>urn:uuid:3</id><source><title>The Other Post</title></source><content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry>
</feed>"#;
    let (articles, reasons) = read("a.atom", feed);
    assert!(reasons.is_empty(), "{reasons:?}");
    let [one, two, three] = &articles[..] else { panic!("{} articles", articles.len()) };
    assert_eq!((one.title.as_deref(), one.text.as_str()), (Some("Das <b>-Element"), "Eins und zwei < drei.\nVier."));
    assert_eq!((one.url.as_deref(), one.outlet.as_deref()), (Some("https://bote.example/a"), Some("Der Bote")));
    assert_eq!((published(one), one.language.as_deref()), (Some("2026-03-04T05:06:07Z"), Some("de")));
    assert_eq!((two.text.as_str(), &two.authors[..]), ("Nur <kurz> & knapp.", &["Eva Horn".to_owned()][..]));
    assert_eq!((published(two), two.modified.as_ref().map(|d| d.as_str())), (Some("2026-03-01"), Some("2026-03-02")));
    assert_eq!((three.outlet.as_deref(), three.language.as_deref()), (Some("The Other Post"), Some("en")));
}

#[test]
fn the_older_kinds() {
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://o.example/"><title>Old Post</title><link>https://o.example/</link><dc:language>en</dc:language><items/></channel>
<item rdf:about="https://o.example/1"><title>One</title><link>https://o.example/1</link><description>The words
are wrapped
here.</description><dc:date>2004-05-06</dc:date></item></rdf:RDF>"#;
    let (articles, _) = read("a.rdf", rdf);
    assert_eq!(
        (articles[0].text.as_str(), articles[0].outlet.as_deref()),
        ("The words are wrapped here.", Some("Old Post"))
    );
    assert_eq!((published(&articles[0]), articles[0].language.as_deref()), (Some("2004-05-06"), Some("en")));
    let netscape = "<!DOCTYPE rss [<!ENTITY x 'y'>]><rss version='0.91'><channel><title>P</title><item><title>A</title>\
                    <link>https://p.example/a</link><description>Plain words.</description></item></channel></rss>";
    assert_eq!(read("a.xml", netscape).0[0].url.as_deref(), Some("https://p.example/a"));
    let atom03 = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>P</title><entry><title>A</title><issued>2003-12-13T08:29:29-04:00</issued>\
                  <content type='text/html' mode='escaped'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>";
    let (articles, _) = read("a.xml", atom03);
    assert_eq!((articles[0].text.as_str(), published(&articles[0])), ("One.\nTwo.", Some("2003-12-13T08:29:29-04:00")));
}

#[test]
fn json_feeds() {
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "home_page_url": "https://p.example/", "language": "en",
        "authors": [{"name": "The Desk"}],
        "items": [
            {"id": "1", "url": "https://p.example/1", "title": "One", "content_html": "<p>A &amp; b.</p><p>C.</p>", "content_text": "no",
             "date_published": "2026-01-02T03:04:05Z", "date_modified": "2026-01-03", "authors": [{"name": "Ann Lee"}], "tags": ["Sport"]},
            {"id": "https://p.example/2", "content_text": "Just <words>.\n\nMore."},
            {"id": 3, "title": "No words"}, 4]}"#;
    let (articles, reasons) = read("feed.json", feed);
    let [one, two] = &articles[..] else { panic!("{} articles", articles.len()) };
    assert_eq!((one.text.as_str(), one.id.as_str(), one.section.as_deref()), ("A & b.\nC.", "1", Some("Sport")));
    assert_eq!((one.authors.as_slice(), one.outlet.as_deref()), (&["Ann Lee".to_owned()][..], Some("The Post")));
    assert_eq!((two.text.as_str(), two.url.as_deref()), ("Just <words>.\nMore.", Some("https://p.example/2")));
    assert_eq!(two.authors, ["The Desk"]);
    assert_eq!(reasons.len(), 2, "{reasons:?}");
}

#[test]
fn what_is_no_xml_costs_one_item() {
    let feed = "<rss version='2.0'><channel><title>P</title>\
        <item><title>One</title><description>AT&T and &nbsp;entities & more &unknown; words.</description></item>\
        <item><title>Two</title><description>Where a < b and <!bad stands</description></item>\
        <item><title>Three</title><description>Read still.</description></item>\
        <item><title>Four</title><description>It ends in the mid";
    let (articles, reasons) = read("a.xml", feed);
    let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
    assert_eq!(texts[0], "AT&T and entities & more &unknown; words.");
    assert!(texts.contains(&"Read still."), "{texts:?}");
    assert_eq!(articles[0].outlet.as_deref(), Some("P"));
    assert!(reasons.len() == 1 && reasons[0].contains("failed, damaged feed: in "), "{reasons:?}");
    // Nesting is no danger either.
    let deep =
        format!("<rss><channel><item><description>{}Deep.</description></item></channel></rss>", "<b>".repeat(100_000));
    let (articles, reasons) = read("a.xml", &deep);
    assert_eq!(articles.len() + reasons.len(), 1);
}

#[test]
fn markup_is_told_from_words() {
    assert_eq!(item("<description>Is 3 &lt; 4 &amp; so on?</description>").text, "Is 3 < 4 & so on?");
    assert_eq!(item("<description>He said &lt;b&gt;no&lt;/b&gt;.</description>").text, "He said no.");
    assert_eq!(item("<description>It&amp;#8217;s late.</description>").text, "It’s late.");
    assert_eq!(item("<title>Q&amp;amp;A</title><description>x</description>").title.as_deref(), Some("Q&A"));
    assert_eq!(item("<link>/a</link><description>x</description>").url.as_deref(), Some("https://ostley.example/a"));
    assert_eq!(item("<author>ann@post.example</author><description>x</description>").authors, [""; 0]);
    let first = "A first line that is long enough that nobody would have wrapped it there, because it is over a hundred characters.";
    assert_eq!(item(&format!("<description>{first}\nA second.</description>")).text, format!("{first}\nA second."));
}

#[test]
fn sitemaps_and_empty_feeds_have_a_reason() {
    let reason = "None: skipped, a sitemap, which lists addresses and holds no articles";
    for root in ["urlset", "sitemapindex"] {
        let text = format!(
            "<?xml version='1.0'?>\n<!-- x --><{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></{root}>"
        );
        assert_eq!(read("a.xml", &text).1, [reason]);
    }
    assert_eq!(
        read("a.xml", "<rss><channel><title>x</title></channel></rss>").1,
        ["None: skipped, empty: a feed without items"]
    );
}

#[test]
fn encodings_are_those_that_the_first_line_names() {
    let text = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><description>\u{41c}\u{44d}\u{440} \u{441}\u{43a}\u{430}\u{437}\u{430}\u{43b}.</description></item></channel></rss>";
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match u32::from(c) {
            n @ 0..=0x7f => n as u8,
            n @ 0x410..=0x44f => (n - 0x410 + 0xc0) as u8,
            n => panic!("{n:x}"),
        })
        .collect();
    let mut texts = Vec::new();
    read_bytes("a.xml", &bytes, &ReadOptions::default(), &mut |outcome, _| {
        if let Outcome::Article(article) = outcome {
            texts.push(article.text);
        }
    });
    assert_eq!(texts, ["Мэр сказал."]);
}
