//! What is a copy and what is not. All texts are invented.

use crate::link::copies::hashes::word_hashes;
use crate::link::copies::{ArticlePrint, QuotePrint, leads, print, quote_leads, sketch};
use crate::model::{Kind, Quote, Span};

/// An article of so many sentences about `what`, from number `from` on; no three words of two sentences are the same.
fn sentences(what: &str, from: usize, count: usize) -> Vec<String> {
    let words = ["Brandvold", "saw", "the", "weir", "of", "Tarnwick", "break", "at", "noon"];
    let sentence = |n: usize| words.map(|word| format!("{word}{n}{what}")).join(" ") + ".";
    (from..from + count).map(sentence).collect()
}

fn article(title: &str, text: &str) -> ArticlePrint {
    ArticlePrint {
        sketch: sketch::sketch(&word_hashes(text)),
        title: sketch::title(&word_hashes(title)),
        outlet: None,
        day: None,
    }
}

/// Articles with unlike titles.
fn articles(texts: &[String]) -> Vec<ArticlePrint> {
    texts.iter().enumerate().map(|(i, text)| article(&format!("headline{i}"), text)).collect()
}

#[test]
fn copies_may_be_trimmed_and_edited() {
    let whole = sentences("a", 0, 40);
    let texts = [
        whole.join(" "),
        whole[..20].join("\n"),
        [&whole[..10], &whole[15..]].concat().join(" "),
        whole.join(" ").replace("weir1", "weir 1"),
        format!("TARNWICK (CNS) — {}", whole.join("\n")).to_uppercase(),
    ];
    assert_eq!(leads(&articles(&texts)), [0; 5]);
}

#[test]
fn what_shares_a_part_is_no_copy() {
    let old = sentences("a", 0, 20);
    let follow_up = [sentences("b", 0, 20), old[..10].to_vec()].concat();
    let texts = [old.join(" "), follow_up.join(" "), String::new(), String::new()];
    assert_eq!(leads(&articles(&texts)), [0, 1, 2, 3]);
}

#[test]
fn a_round_up_does_not_join_what_it_holds() {
    let stories: Vec<String> = (0..6).map(|i| sentences(&format!("s{i}x"), 0, 8).join(" ")).collect();
    let texts = [stories.clone(), vec![stories.join("\n")]].concat();
    assert_eq!(leads(&articles(&texts)), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_chain_of_updates_ends_where_the_lead_is_another_story() {
    // Each shares most of its text with the next, the first nothing with the last.
    let texts: Vec<String> = (0..12).map(|i| sentences("a", i * 6, 24).join(" ")).collect();
    let leads = leads(&articles(&texts));
    assert_eq!(leads[0], leads[1]);
    assert_ne!(leads[0], leads[11]);
}

#[test]
fn standing_text_makes_no_copies() {
    let standing = sentences("subscribe", 0, 10).join(" ");
    let daily = |day: u32, outlet: u32| {
        let text = format!("{} {standing}", sentences(&format!("d{day}x"), 0, 3).join(" "));
        ArticlePrint { outlet: Some(outlet), day: Some(day), ..article(&format!("headline{day}"), &text) }
    };
    let of_one: Vec<ArticlePrint> = (0..10).map(|day| daily(day, 0)).collect();
    assert_eq!(leads(&of_one), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // A story that ten outlets print on ten days is no standing text.
    let wire =
        |day| ArticlePrint { outlet: Some(day), day: Some(day), ..article(&format!("headline{day}"), &standing) };
    assert_eq!(leads(&(0..10).map(wire).collect::<Vec<_>>()), [0; 10]);
    // The same article twice is a copy whatever its text is.
    let twice: Vec<ArticlePrint> = (0..10).flat_map(|day| [daily(day, 0), daily(day, 0)]).collect();
    assert_eq!(leads(&twice)[..6], [0, 0, 2, 2, 4, 4]);
}

#[test]
fn a_series_of_one_outlet_is_no_copies() {
    // Most of the text is the same, but for what each piece is about.
    let frame = sentences("frame", 0, 9);
    let piece = |title: &str, n: usize, outlet: u32, day: u32| {
        let text = format!("{} {}", frame.join(" "), sentences(&format!("p{n}x"), 0, 2).join(" "));
        ArticlePrint { outlet: Some(outlet), day: Some(day), ..article(title, &text) }
    };
    let songs = ["Weir Song (live at the mill)", "Goat Mayor (live at the mill)", "Ferry (live at the mill)"];
    let series: Vec<ArticlePrint> = songs.iter().enumerate().map(|(n, title)| piece(title, n, 0, 5)).collect();
    assert_eq!(leads(&series), [0, 1, 2]);
    let parts = ["The long walk through the valley, part 1", "The long walk through the valley, part 2"];
    let parts: Vec<ArticlePrint> = parts.iter().enumerate().map(|(n, title)| piece(title, n, 0, 5)).collect();
    assert_eq!(leads(&parts), [0, 1]);
    // Week after week.
    let weeks = [piece("The weather in the valley", 0, 0, 5), piece("The weather in the valley", 1, 0, 12)];
    assert_eq!(leads(&weeks), [0, 1]);
    // The same words above each piece, under titles that count on, or under another title week after week.
    let same = |title: &str, day: u32| piece(title, 0, 0, day);
    assert_eq!(leads(&[same("War in the valley, day 206", 5), same("War in the valley, day 207", 6)]), [0, 1]);
    assert_eq!(leads(&[same("Letters #02: a christening", 5), same("Letters #04: a nun", 5)]), [0, 1]);
    assert_eq!(leads(&[same("A goat mayor", 5), same("The chess of Ostley", 12)]), [0, 1]);
    assert_eq!(leads(&[same("Weir breaks, 20 dead", 5), same("Weir breaks, 35 dead", 5)]), [0, 0]);
    // A story that the outlet goes on with keeps its title, or its text; other outlets have headlines of their own.
    let goes_on = [piece("Weir breaks above the town", 0, 0, 5), piece("Weir breaks above town", 1, 0, 5)];
    assert_eq!(leads(&goes_on), [0, 0]);
    let retitled = [piece("Weir breaks above the town", 0, 0, 5), piece("Hundreds flee", 0, 0, 5)];
    assert_eq!(leads(&retitled), [0, 0]);
    let elsewhere = [piece("Weir breaks above the town", 0, 0, 5), piece("Hundreds flee", 1, 1, 5)];
    assert_eq!(leads(&elsewhere), [0, 0]);
}

#[test]
fn short_articles_need_like_titles_and_dates() {
    let text = "How closely did you follow the week in the valley?";
    let on = |title, day| ArticlePrint { day: Some(day), ..article(title, text) };
    let found = |articles: &[ArticlePrint]| leads(articles);
    assert_eq!(found(&[on("Quiz: who fell into the weir?", 10), on("Quiz of the week: who fell in?", 11)]), [0, 0]);
    assert_eq!(found(&[on("Quiz: who fell into the weir?", 10), on("A goat mayor for Ostley", 11)]), [0, 1]);
    assert_eq!(found(&[on("Quiz of the week", 10), on("Quiz of the week", 17)]), [0, 1]);
}

#[test]
fn the_order_of_articles_decides_only_who_leads() {
    let texts: Vec<String> = (0..60).map(|i| sentences(&format!("s{}x", i % 7), i % 3, 20 + i % 5).join(" ")).collect();
    let partition = |order: &[usize]| {
        let all = articles(&texts);
        let leads = leads(&order.iter().map(|i| all[*i].clone()).collect::<Vec<_>>());
        let mut sets: Vec<Vec<usize>> = (0..order.len())
            .map(|lead| (0..order.len()).filter(|i| leads[*i] as usize == lead).map(|i| order[i]).collect())
            .filter(|set: &Vec<usize>| !set.is_empty())
            .collect();
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort_unstable();
        sets
    };
    let straight: Vec<usize> = (0..60).collect();
    let other: Vec<usize> = (0..60).map(|i| i * 37 % 60).collect();
    assert_eq!(partition(&straight).len(), 7);
    assert_eq!(partition(&straight), partition(&other));
}

fn quote(text: &str) -> Vec<u16> {
    let spans: Vec<Span> = vec![Span::new(0, text.len())];
    let kinds = vec![Kind::Direct];
    let (kind, rule) = (Kind::Direct, String::new());
    let (cue, source, speaker, parent) = (None, None, None, None);
    print::print(
        text,
        &Quote { spans, kind, kinds, cue, source, speaker, confidence: 1.0, rule, candidates: vec![], parent },
    )
}

/// A quotation: its article, its speaker, its text.
type Said<'a> = (u32, Option<u32>, &'a str);

/// Returns the leads of quotations in articles with these leads.
fn said_in(articles: &[u32], said: &[Said<'_>]) -> Vec<u32> {
    let prints: Vec<Vec<u16>> = said.iter().map(|(_, _, text)| quote(text)).collect();
    let quotes: Vec<QuotePrint<'_>> = said
        .iter()
        .zip(&prints)
        .map(|((article, speaker, text), print)| QuotePrint {
            article: *article,
            speaker: *speaker,
            words: text.split_whitespace().count() as u32,
            print,
        })
        .collect();
    quote_leads(&quotes, articles)
}

/// Returns the leads of quotations in unlike articles.
fn said(said: &[Said<'_>]) -> Vec<u32> {
    let articles: Vec<u32> = (0..said.len() as u32).collect();
    said_in(&articles, said)
}

#[test]
fn the_same_words_are_one_quotation() {
    let whole = "“We will rebuild the weir by May, and it will be higher.”";
    for other in [
        "\"we will rebuild the weir by May - and it will be higher\"",
        "that we will rebuild the weir by May, and it will be higher",
        "“[W]e will rebuild the weir by May, and it will be higher.”",
        "“[The council] will rebuild the weir by May, and it will be higher.”",
        "“We will rebuild the [Tarnwick] weir by May, and it will be higher.”",
        "“We will rebuild (she said so twice) the weir by May, and it will be higher.”",
        "“We will rebuild[ed] the weir by May, and it will be higher.”",
        "“We will rebuild the weir … and it will be higher.”",
        "“We will rebuild the weir by May [...] it will be higher.”",
        "“We will rebuild the weir by May, and it …”",
        "“We will rebuild the weir by May, and.”",
    ] {
        assert_eq!(said(&[(0, Some(1), whole), (1, Some(1), other)]), [0, 0], "{other}");
        assert_eq!(said(&[(0, Some(1), other), (1, Some(1), whole)]), [0, 0], "{other}");
        assert_eq!(said(&[(0, Some(1), whole), (1, None, other)]), [0, 0], "{other}");
    }
}

#[test]
fn other_words_are_another_quotation() {
    let whole = "“We will rebuild the weir by May, and it will be higher.”";
    for other in [
        "“We will rebuild the bridge by May, and it will be higher.”",
        "“We will rebuild the weir …”",
        "“… and it will be higher.”",
        "“We will rebuild.”",
        "“We will rebuild the weir by May.”",
        "“The weir will be rebuilt by May, and it will be higher.”",
        "",
    ] {
        assert_eq!(said(&[(0, Some(1), whole), (1, Some(1), other)]), [0, 1], "{other}");
    }
}

#[test]
fn two_speakers_are_two_quotations_whoever_else_says_it() {
    let whole = "“We will rebuild the weir by May, and it will be higher.”";
    let cut = "“We will rebuild the weir by May, and it will be”";
    let found = said(&[(0, Some(1), whole), (1, Some(2), whole), (2, Some(2), cut), (3, None, whole), (4, None, cut)]);
    // Nobody's words go to whom most articles name.
    assert_eq!(found, [0, 1, 1, 0, 1]);
    assert_eq!(said(&[(0, None, whole), (1, Some(2), whole), (2, Some(2), whole), (3, Some(1), whole)]), [0, 0, 0, 3]);
}

#[test]
fn short_quotations_are_one_in_copies_only() {
    let five = "“Yes, we will see it.”";
    let two = "“We will.”";
    assert_eq!(said(&[(0, Some(1), five), (1, Some(1), five), (2, None, five)]), [0, 0, 2]);
    assert_eq!(said(&[(0, Some(1), two), (1, Some(1), two)]), [0, 1]);
    // Articles 0 and 1 are copies: there short ones are, too, the first the first, the second the second.
    let in_copies = [(0, Some(1), two), (0, Some(1), two), (1, None, two), (1, Some(1), two), (2, Some(1), two)];
    assert_eq!(said_in(&[0, 0, 2], &in_copies), [0, 1, 0, 1, 4]);
}

#[test]
fn edited_words_are_known_in_copies_only() {
    let whole = "“We will rebuild the weir by May, and it will be higher.”";
    let edited = "“We will rebuild the old weir by May, and it must be higher.”";
    assert_eq!(said(&[(0, Some(1), whole), (1, Some(1), edited)]), [0, 1]);
    assert_eq!(said_in(&[0, 0], &[(0, Some(1), whole), (1, Some(1), edited)]), [0, 0]);
    assert_eq!(said_in(&[0, 0], &[(0, Some(1), whole), (1, Some(2), edited)]), [0, 1], "by two speakers");
    // Where both stand in one article, they are two.
    assert_eq!(said_in(&[0, 0], &[(0, Some(1), whole), (0, Some(1), edited), (1, Some(1), edited)]), [0, 1, 1]);
}

#[test]
fn long_quotations_are_known_by_their_beginnings() {
    let long = sentences("w", 0, 30).join(" ");
    let longer = format!("{long} {}", sentences("v", 0, 5).join(" "));
    assert_eq!(said(&[(0, Some(1), &long), (1, Some(1), &longer)]), [0, 0]);
    assert_eq!(quote(&long).len(), print::LONGEST);
    // Much in brackets is no print of any length.
    assert_eq!(quote(&"[so it goes] ".repeat(10_000)).len(), 1);
}
