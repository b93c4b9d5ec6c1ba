//! What each form of the language means.

use super::{Fixture, plan, show};
use crate::query::{ResolveOptions, parse, resolve};
use proptest::prelude::*;

/// Checks a table of queries and trees.
fn check(table: &[(&str, &str)]) {
    for (query, tree) in table {
        assert_eq!(show(&plan(query).node), *tree, "{query}");
    }
}

#[test]
fn words_and_punctuation() {
    check(&[
        ("ceasefire", "ceasefire/ceasefir"),
        ("Élections", "elections/elect"),
        ("peace deal", "(peace/peac & deal)"),
        ("Peace, deal!", "(peace/peac & deal)"),
        ("peace — deal", "(peace/peac & deal)"),
        ("don’t", "don't"),
        ("O'Brien's", "o'brien's/o'brien"),
        ("peace/deal", "(peace/peac & deal)"),
        ("*", "*"),
        ("and or not", "(and & or & not)"),
        ("\\AND \\-deal \\\"x", "(and & deal & x)"),
    ]);
}

#[test]
fn letters_and_numbers_stay_together() {
    check(&[
        ("U.S.", "“u s”"),
        ("covid-19 vaccine", "(“covid 19” & vaccine/vaccin)"),
        ("10:30", "“10 30”"),
        ("$1,000.50", "“1 000 50”"),
        ("U.S.-China", "(“u s” & china)"),
        ("-covid-19", "(* & !“covid 19”)"),
    ]);
}

#[test]
fn phrases_gaps_and_windows() {
    check(&[
        ("\"The Prime Minister\"", "“the prime minister”"),
        ("“the prime minister”", "“the prime minister”"),
        ("«the prime minister»", "“the prime minister”"),
        ("‘the prime minister’", "“the prime minister”"),
        ("„don’t stop“", "“don't stop”"),
        ("\"boots … ground\"", "“boots …ground”"),
        ("\"boots [...] the ground...\"", "“boots …the ground”"),
        ("\"ceasefire\"", "“ceasefire”"),
        ("\"peace deal\"~3", "“peace deal”~3"),
        ("\"he said “no” twice\"", "“he said no twice”"),
        ("a\"b c\"d", "(a & “b c” & d)"),
    ]);
}

#[test]
fn loose_words() {
    check(&[
        ("negotiat*", "negotiat*"),
        ("Zelensky~1", "zelensky~1"),
        ("zelensky~2,", "zelensky~2"),
        ("covid-19*", "(covid & 19*)"),
        ("\"peace deal\"~s said:“peace deal”~p", "(“peace deal”~s & said.“peace deal”~p)"),
        ("\"peace deal\"~paragraph \"a b\"~sentence", "(“peace deal”~p & “a b”~s)"),
        ("~50 people", "(50 & people/peopl)"),
        ("said:negotiat* title:zelensky~1", "(said.negotiat* & title.zelensky~1)"),
    ]);
}

#[test]
fn operators_and_their_precedence() {
    check(&[
        ("a AND b", "(a & b)"),
        ("a OR b c", "(a | (b & c))"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("(a OR b) c", "((a | b) & c)"),
        ("NOT a b", "(!a & b)"),
        ("NOT (a b)", "(* & !(a & b))"),
        ("a OR (b OR c)", "(a | b | c)"),
        ("a (b (c d))", "(a & b & c & d)"),
    ]);
}

#[test]
fn negation_in_every_position() {
    check(&[
        ("-a", "(* & !a)"),
        ("NOT a", "(* & !a)"),
        ("a -b", "(a & !b)"),
        ("a AND NOT b", "(a & !b)"),
        ("a AND -b -c", "(a & !b & !c)"),
        ("a OR -b", "(a | (* & !b))"),
        ("-a -b", "(* & !a & !b)"),
        ("-a OR -b", "((* & !a) | (* & !b))"),
        ("-(a OR b)", "(* & !(a | b))"),
        ("-(-a)", "a"),
        ("NOT NOT a", "a"),
        ("NOT -a", "a"),
        ("NOT — a", "(* & !a)"),
        ("-\"a b\" c", "(!“a b” & c)"),
        ("-*", "()"),
        ("-title:a b", "(!title.a & b)"),
    ]);
}

#[test]
fn fields() {
    check(&[
        ("title:peace", "title.peace/peac"),
        ("title:(peace OR \"no deal\")", "(title.peace/peac | title.“no deal”)"),
        ("by:\"Jane Doe\"", "by=jane+doe"),
        ("outlet:bbc.co.uk", "outlet=bbc+co+uk"),
        ("lang:German", "lang=de"),
        ("kind:direct", "kind=direct"),
        ("kind:(direct OR Mixed)", "(kind=direct | kind=mixed)"),
        ("id:bbc/2024#12-40", "id=bbc/2024#12-40"),
        ("id:\"a (b)\"", "id=a (b)"),
        ("cluster:lead", "id=copy+lead"),
        ("cluster:lead#1-9 -outlet:bbc", "(id=copy#2-8+lead#1-9 & !outlet=bbc)"),
        ("cluster:nobody", "()"),
        ("after:2024-05-01", "20240501.."),
        ("before:2024", "..20240000"),
        ("on:2024-05", "20240500..20240600"),
        ("on:2024-05..2024-07,", "20240500..20240800"),
        ("on:2024.. on:..2024-05-31", "(20240000.. & ..20240532)"),
        ("SPEAKER:starmer", "speaker=keir starmer"),
        ("role:(prime minister)", "role=prime+minister"),
        ("speaker:(keir OR merz)", "(speaker=keir starmer | speaker=friedrich merz)"),
        ("speaker:(keir -merz)", "(speaker=keir starmer & !speaker=friedrich merz)"),
        ("speaker:(keir \"merz\")", "(speaker=keir starmer & speaker=friedrich merz)"),
    ]);
}

#[test]
fn a_speaker_binds_the_words_of_its_group() {
    check(&[
        ("speaker:starmer ceasefire", "(speaker=keir starmer & said.ceasefire/ceasefir)"),
        ("\"no deal\" role:chancellor", "(said.“no deal” & role=chancellor)"),
        ("speaker:\"Keir Starmer\" (peace -russia)", "(speaker=keir starmer & said.peace/peac & !said.russia)"),
        ("war (speaker:merz peace)", "(war & speaker=friedrich merz & said.peace/peac)"),
        ("(speaker:merz peace) OR (role:x war)", "((speaker=friedrich merz & said.peace/peac) | (role=x & said.war))"),
        ("-speaker:merz peace", "(!speaker=friedrich merz & said.peace/peac)"),
        ("speaker:merz title:peace", "(speaker=friedrich merz & title.peace/peac)"),
        ("said:peace war", "(said.peace/peac & war)"),
    ]);
}

#[test]
fn some_fields_return_quotations_only() {
    for (query, only) in [
        ("speaker:merz", true),
        ("a OR said:b", true),
        ("-kind:direct a", true),
        ("role:x", true),
        ("title:a by:b outlet:c lang:en on:2024 id:d \"e f\"", false),
    ] {
        assert_eq!(plan(query).quotes_only, only, "{query}");
    }
}

#[test]
fn only_bare_words_may_be_relaxed() {
    let parts = |query: &str| {
        let plan = plan(query);
        let list = |nodes: &[_]| nodes.iter().map(show).collect::<Vec<_>>().join(", ");
        (list(&plan.required), list(&plan.bare))
    };
    assert_eq!(parts("war peac* \"no deal\" -x U.S."), ("“no deal”, (* & !x)".into(), "war, peac*, “u s”".into()));
    assert_eq!(
        parts("speaker:merz (war) (a OR b)"),
        ("speaker=friedrich merz, (said.a | said.b)".into(), "said.war".into())
    );
    assert_eq!(parts("title:war said:a"), ("title.war, said.a".into(), String::new()));
}

#[test]
fn what_nobody_is_called_is_noted() {
    assert_eq!(plan("speaker:starmr a").notes, ["nobody is called `starmr`; the nearest name is `starmer`"]);
    assert_eq!(plan("cluster:x a").notes, ["no article and no quotation has the id `x`"]);
    assert_eq!(plan("lang:fr a").notes, ["no article is in the language `fr`; there are en"]);
    assert!(plan("on:2024 a").dated);
}

#[test]
fn candidates_are_asked_for() {
    let expr = parse("speaker:starmer").unwrap();
    let node = resolve(&expr, &Fixture, &ResolveOptions { candidates: true, ..ResolveOptions::default() }).node;
    assert_eq!(show(&node), "speaker=keir starmer+maybe starmer");
}

/// Queries made of the parts of the language.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "ceasefire",
        "U.S.",
        "covid-19",
        "x*",
        "y~1",
        "\"b c\"",
        "“d … e”",
        "\"f g\"~2",
        "\"h i\"~s",
        "\"j k\"~p",
        "on:2024..2025-03",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "-",
        "- ",
        "speaker:",
        "said:",
        "title:",
        "kind:direct",
        "on:2024-05",
        "lang:en",
        "id:x#1-2",
        "cluster:lead",
        "foo:",
        "~",
        "*",
        "\\",
        "\"",
        "‘",
        "’",
        "—",
        "''",
        "--",
    ]);
    prop::collection::vec((piece, any::<bool>()), 0..24)
        .prop_map(|parts| parts.iter().map(|(p, space)| format!("{p}{}", if *space { " " } else { "" })).collect())
}

proptest! {
    #[test]
    fn any_text_parses_or_is_refused(query in any::<String>()) {
        total(&query)?;
    }

    #[test]
    fn any_mixture_parses_or_is_refused(query in pieces()) {
        total(&query)?;
    }
}

#[test]
fn a_lone_single_mark_in_a_field() -> Result<(), TestCaseError> {
    total("a OR speaker:a‘ a")
}

/// Checks that a query never panics, that spans lie in it, and that its plain spelling means the same.
fn total(query: &str) -> Result<(), TestCaseError> {
    let strict = parse(query);
    let (lenient, _) = crate::query::parse_lenient(query);
    prop_assert!(query.get(lenient.span.start()..lenient.span.end()).is_some());
    match strict {
        Err(err) => {
            prop_assert!(query.get(err.span.start()..err.span.end()).is_some());
            prop_assert!(!err.render().contains(['\u{202e}', '\u{1b}']), "unsafe characters");
        }
        Ok(expr) => same_when_spelled_out(&expr)?,
    }
    Ok(())
}

fn same_when_spelled_out(expr: &crate::query::Expr) -> Result<(), TestCaseError> {
    let spelled = expr.to_string();
    let node = |expr: &crate::query::Expr| show(&resolve(expr, &Fixture, &ResolveOptions::default()).node);
    match parse(&spelled) {
        Ok(again) => prop_assert_eq!(node(&again), node(expr), "{}", spelled),
        Err(err) => prop_assert!(false, "{}", err.render()),
    }
    Ok(())
}
