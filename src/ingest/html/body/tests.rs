//! Pages with what pages have around their text.

use super::*;

fn texts(html: &str, witness: &Witness) -> Vec<String> {
    let found = of_page(&Document::from(html), None, witness, &mut Vec::new());
    found.blocks.into_iter().map(|block| block.text).collect()
}

#[test]
fn deep_pages_do_not_overflow() {
    let html = format!("{}<p>Deep words.</p>", "<div>".repeat(4_000));
    assert_eq!(texts(&html, &Witness::default()).len(), 1);
}

/// A page with what pages have around their text.
fn page(body: &str) -> String {
    format!(
        "<nav><a href=/>Home</a></nav><div class=wrap><h1>Ferry sails</h1><p>4 minute read</p>{body}\
         <div class=related-links><p>The mayor of Ostley has opened a bridge, and many people came to see it.</p></div></div>\
         <footer><p>The Courier is a company that was founded in Tarnwick, where it has its offices.</p></footer>"
    )
}

const THREE: &str = "<p>The first ferry of the year sailed on Monday, with forty people on board.</p>\
    <p>“It was cold,” said Pia Vell, who has sailed for twenty years and more.</p><p>Read also: <a href=/x>The ferry of last year and why it sank</a></p>\
    <p>The next ferry sails on Tuesday, if the wind allows it and the crew is well.</p>";

#[test]
fn what_stands_around_the_text_goes() {
    let found = texts(&page(&format!("<div>{THREE}</div>")), &Witness::default());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("The first ferry") && found[2].starts_with("The next ferry"));
}

#[test]
fn sentences_between_the_title_and_the_text_are_text() {
    let lead = "<h1>Ferry sails</h1><div class=intro><h2>The first ferry of the year is on its way to the island again</h2></div>\
                <p class=meta>Pia Vell</p><figure><figcaption>The ferry on the water, seen from the pier of Ostley, in the morning.</figcaption></figure>";
    let rest =
        "<footer><p>The Courier is a company that was founded in Tarnwick, where it has its offices.</p></footer>";
    let html = format!("<div>{lead}</div><div class=story-body>{THREE}</div>{rest}");
    let found = of_page(&Document::from(html.as_str()), Some("Ferry sails"), &Witness::default(), &mut Vec::new());
    let texts: Vec<&str> = found.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(texts[0].starts_with("The first ferry of the year is on"));
}

#[test]
fn paragraphs_named_like_the_text_are_not_all_of_it() {
    let html = page(&format!("<div>{}</div>", THREE.replace("<p>", "<p class=bodytext>")));
    assert_eq!(texts(&html, &Witness::default()).len(), 3);
}

#[test]
fn a_text_in_several_parts() {
    let parts: String =
        THREE.split("</p>").map(|part| format!("<div class=story-text>{part}</p></div><div>Photo</div>")).collect();
    let found = texts(&page(&parts), &Witness::default());
    assert!(
        found.iter().any(|text| text.starts_with("The first")) && found.iter().any(|text| text.starts_with("The next")),
        "{found:?}"
    );
}

#[test]
fn an_aside_may_hold_the_page_and_posts_are_quoted() {
    let tweet = "<blockquote class=twitter-tweet><p>We sail again, and we are glad that so many of you are with us today.</p></blockquote>";
    let found = texts(&format!("<aside>{}</aside>", page(&format!("<div>{THREE}{tweet}</div>"))), &Witness::default());
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn pull_quotes_count_once() {
    let quote = |words: &str| format!("<div class=pullquote><p>{words}</p></div>");
    let again = quote("“It was cold,” said Pia Vell, who has sailed");
    let new = quote("“Nobody else would have gone out on such a day,” says the mate of the ferry.");
    let found = texts(
        &page(&format!(
            "<div>{again}{THREE}{new}<p>Then all of them went home, and the lamp at the pier was put out.</p></div>"
        )),
        &Witness::default(),
    );
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found[0].starts_with("The first ferry") && found[3].contains("the mate"));
}

#[test]
fn dates_between_the_lead_and_the_text_go() {
    let found = texts(
        &page(&format!(
            "<div><p>The ferry that everybody was waiting for has at last sailed to the island.</p><p>8 May 2024, 4 Min.</p>{THREE}</div>"
        )),
        &Witness::default(),
    );
    assert!(found.len() == 4 && !found.iter().any(|text| text.contains("Min.")), "{found:?}");
}

#[test]
fn captions_stand_apart() {
    let figure = "<figure><img src=a><figcaption>The ferry on <i>Monday</i>.</figcaption></figure>";
    let html =
        page(&format!("<div>{figure}{THREE}<div class=image-caption>The crew. Photo: Ruta Bly</div>{figure}</div>"));
    let found = of_page(&Document::from(html.as_str()), Some("Ferry sails"), &Witness::default(), &mut Vec::new());
    assert_eq!(found.captions, ["The ferry on Monday.", "The crew. Photo: Ruta Bly"]);
    assert_eq!(found.blocks.len(), 3);
}

#[test]
fn a_form_may_hold_the_page() {
    assert_eq!(texts(&format!("<form>{}</form>", page(THREE)), &Witness::default()).len(), 3);
}

#[test]
fn the_witness_tells_the_text_from_prose_beside_it() {
    let prompt = "<p>Our readers pay for what we write, so that we can write more of it, every day.</p>";
    let more = "The crew of the ferry has asked for blankets, for tea and for a second lamp at the stern of the ship.";
    let html = page(&format!("<div>{THREE}<p>{more}</p>{prompt}</div>"));
    let body = "The first ferry of the year sailed on Monday, with forty people on board. “It was cold,” said Pia Vell, who has \
                sailed for twenty years and more. Read also: The ferry of last year and why it sank. The next ferry sails on \
                Tuesday, if the wind allows it and the crew is well. "
        .to_owned()
        + more;
    assert_eq!(texts(&html, &Witness::default()).len(), 5);
    let witness = Witness { body: Some(body), ..Witness::default() };
    let found = texts(&html, &witness);
    assert!(found.len() == 4 && found.iter().all(|text| !text.contains("Our readers")), "{found:?}");
}

#[test]
fn the_witness_speaks_where_the_page_has_no_text() {
    let body = "The ferry sailed on Monday.\n".repeat(40);
    let witness = Witness { body: Some(body), ..Witness::default() };
    assert_eq!(texts("<p>Loading the page.</p>", &witness).len(), 40);
}

#[test]
fn boxes_that_ask_for_something_go() {
    let letter = "<div><h3>Our letter</h3><p>Every Monday the news of the pier in your box, and you may leave at any time.</p>\
                  <input type=email></div>";
    let facts = "<fact-box><p>The ferry has sailed since 1921, and it has had nine mates and one dog in all these years.</p></fact-box>";
    let post = "<p>An dieser Stelle finden Sie einen von der Redaktion ausgewählten, externen Inhalt, der den Artikel ergänzt.</p>";
    let found = texts(&page(&format!("<div>{letter}{THREE}{facts}{post}</div>")), &Witness::default());
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn questions_about_cookies_may_be_longer_than_the_article() {
    let asked =
        "<p>We and our partners store what you read and where you read it, so that we know it, all of the time.</p>";
    let html = format!("{}<div class=cookie-notice>{}</div>", page(&format!("<div>{THREE}</div>")), asked.repeat(4));
    assert_eq!(texts(&html, &Witness::default()).len(), 3);
}

#[test]
fn words_in_the_frame_of_a_picture_are_captions() {
    let figure =
        "<figure><img src=a><p>The ferry on the water, as it was seen by many from the pier of the town.</p></figure>";
    let frame = "<div class=article-image><img src=b><div>The mate of the ferry, who has sailed on it for twenty years.</div></div>";
    let html = page(&format!("<div>{THREE}{figure}{frame}</div>"));
    let found = of_page(&Document::from(html.as_str()), None, &Witness::default(), &mut Vec::new());
    assert_eq!((found.blocks.len(), found.captions.len()), (3, 2));
}

#[test]
fn what_a_builder_calls_a_widget_may_be_text() {
    let widgets: String = THREE
        .split("</p>")
        .map(|part| {
            format!("<div class='elementor-element elementor-widget elementor-widget-text-editor'>{part}</p></div>")
        })
        .collect();
    assert_eq!(texts(&page(&widgets), &Witness::default()).len(), 3);
}

#[test]
fn a_text_that_begins_in_a_small_part_of_the_same_name() {
    let more = THREE.repeat(6).replace("The next", "And the next");
    let html = page(&format!(
        "<div><div class=article-body><p>The captain was the first to see the light, and he told the mate at once.</p></div>\
         <div>Advert</div><div class=article-body>{more}</div></div>"
    ));
    assert!(texts(&html, &Witness::default())[0].starts_with("The captain"));
}
