//! Every error as a user reads it.

use crate::query::parse;

fn check(query: &str, expected: &str) {
    match parse(query) {
        Ok(expr) => panic!("{query} parses to {expr:?}"),
        Err(err) => assert_eq!(err.render(), expected.trim_start_matches('\n'), "{query}"),
    }
}

#[test]
fn unknown_fields() {
    check(
        "speeker:starmer",
        r#"
there is no field `speeker:`
  speeker:starmer
  ^^^^^^^^
expected one of speaker: role: said: title: by: outlet: lang: kind: after: before: on: id: cluster:, or `\:` for a plain colon
did you mean `speaker:`?"#,
    );
    check(
        "see https://bbc.co.uk",
        r#"
there is no field `https:`
  see https://bbc.co.uk
      ^^^^^^
expected one of speaker: role: said: title: by: outlet: lang: kind: after: before: on: id: cluster:, or `\:` for a plain colon"#,
    );
}

#[test]
fn fields_without_values() {
    check(
        "speaker: starmer",
        r#"
`speaker:` has no value
  speaker: starmer
          ^
expected a word, a "phrase" or a (group) right behind the colon
did you mean `speaker:starmer`?"#,
    );
    check(
        "ceasefire on:",
        r#"
`on:` has no value
  ceasefire on:
               ^
expected a word, a "phrase" or a (group) right behind the colon"#,
    );
    check(
        "title:—",
        r#"
the value has no words
  title:—
        ^
expected letters or digits"#,
    );
}

#[test]
fn bad_values() {
    check(
        "kind:indirekt",
        r#"
`indirekt` is no kind of quotation
  kind:indirekt
       ^^^^^^^^
expected direct, mixed or indirect
did you mean `indirect`?"#,
    );
    check(
        "a after:yesterday",
        r#"
`yesterday` is no date
  a after:yesterday
          ^^^^^^^^^
expected a year, a month or a day: `2024`, `2024-05`, `2024-05-31`"#,
    );
    check(
        "lang:klingon",
        r#"
`klingon` is no language
  lang:klingon
       ^^^^^^^
expected a code of two letters such as `en`, or an English name"#,
    );
    check(
        "lang:germann",
        r#"
`germann` is no language
  lang:germann
       ^^^^^^^
expected a code of two letters such as `en`, or an English name
did you mean `german`?"#,
    );
    check(
        "speaker:star*",
        r#"
this field takes no `*` and no `~`
  speaker:star*
          ^^^^^
expected plain words, a "phrase" or a (group)"#,
    );
    check(
        "title:(a speaker:b)",
        r#"
a field inside the group of another field
  title:(a speaker:b)
           ^^^^^^^^
expected words and phrases"#,
    );
}

#[test]
fn marks_and_groups() {
    check(
        "say \"boots on",
        r#"
this quotation mark is never closed
  say "boots on
      ^
expected a closing mark, or `\"` for a plain one"#,
    );
    check(
        "(a OR b",
        r#"
`(` is never closed
  (a OR b
  ^
expected a `)`"#,
    );
    check(
        "a) b",
        r#"
`)` closes nothing
  a) b
   ^"#,
    );
    check(
        "a ()",
        r#"
the group holds no words
  a ()
    ^^"#,
    );
    check(
        "\"…\"",
        r#"
the phrase has no words
  "…"
  ^^^
expected letters or digits"#,
    );
    check(
        "",
        r#"
the query has no words
expected a word, a "phrase" or a field such as speaker:"#,
    );
    check(
        "— !",
        r#"
the query has no words
  — !
  ^
expected a word, a "phrase" or a field such as speaker:"#,
    );
}

#[test]
fn operators() {
    check(
        "OR a",
        r#"
`OR` has nothing on its left
  OR a
  ^^
expected a word, a phrase or a group on both sides, or lower case for the plain word"#,
    );
    check(
        "a AND",
        r#"
`AND` has nothing on its right
  a AND
    ^^^
expected a word, a phrase or a group on both sides, or lower case for the plain word"#,
    );
    check(
        "a AND OR b",
        r#"
`AND` has nothing on its right
  a AND OR b
    ^^^
expected a word, a phrase or a group on both sides, or lower case for the plain word"#,
    );
    check(
        "a AND AND b",
        r#"
`AND` has nothing on its right
  a AND AND b
    ^^^
expected a word, a phrase or a group on both sides, or lower case for the plain word"#,
    );
    check(
        "a NOT",
        r#"
`NOT` has nothing behind it
  a NOT
    ^^^
expected a word, a phrase, a field or a group"#,
    );
    check(
        "a -,",
        r#"
`-` has nothing behind it
  a -,
    ^
expected a word, a phrase, a field or a group"#,
    );
    check(
        "a - b",
        r#"
`-` stands alone
  a - b
    ^
expected what it excludes right behind it, or no `-`"#,
    );
    check(
        "--case a",
        r#"
more than one `-`
  --case a
  ^^
expected a single `-` before what is excluded"#,
    );
}

#[test]
fn loose_words() {
    check(
        "wom*n",
        r#"
`*` may only end a word
  wom*n
  ^^^^^
expected the beginning of a word and `*`"#,
    );
    check(
        "*foo",
        r#"
`*` may only end a word
  *foo
  ^^^^
expected the beginning of a word and `*`"#,
    );
    check(
        "foo~3",
        r#"
`~` behind a word needs a distance
  foo~3
  ^^^^^
expected `~1` or `~2`"#,
    );
    check(
        "foo~",
        r#"
`~` behind a word needs a distance
  foo~
  ^^^^
expected `~1` or `~2`"#,
    );
    check(
        "\"a b\"~",
        r#"
`~` behind a phrase needs a number, `s` or `p`
  "a b"~
       ^
expected how many other words may stand between, from 0 to 1000, or `~s` for one sentence, `~p` for one paragraph"#,
    );
}

#[test]
fn limits() {
    let deep = "(".repeat(200);
    assert_eq!(parse(&deep).unwrap_err().message, "more than 100 groups in each other");
    let long = "a ".repeat(40_000);
    assert_eq!(parse(&long).unwrap_err().message, "the query is longer than 64 KiB");
    let wide = "(a) -b \"c ".repeat(5_001);
    assert_eq!(parse(&wide).unwrap_err().message, "this quotation mark is never closed");
}
