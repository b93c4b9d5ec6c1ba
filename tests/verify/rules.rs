//! The rules of the verdicts, on an invented archive.

use onrecord::{Archive, Claim, DiffOp, OpenOptions, UpdateOptions, Verdict, VerdictRule, Verification};

/// An archive of a few articles.
struct Place {
    archive: Archive,
    _dir: tempfile::TempDir,
}

const WEIR: &str = "The weir at Tarnwick was opened on Friday.\n\n“We will not sell the weir, and we will never close the \
    old lock,” said Ilse Brandvold, the mayor of Tarnwick. “It cost 1,250 crowns a year, or 3.5 percent of the budget.”\n\n\
    “The herons came back,” said Odo Brenning, a warden, “because the water is clean again.” Nobody had counted them for \
    nine years.\n\n“Why should the town pay twice?” asked Lisbet Quorn, who leads the opposition. She called the plan “a \
    castle in the air” and left.\n\nBrandvold said in the evening: “The lantern went out in the storm. Every keeper knows \
    what that means.\n\n“So we lit it again, and we stayed until the morning.”\n\n“The ferry will sink,” said Ada Fenwick, and Odo Brenning \
    answered, “The ferry will float for years.”\n";

const LATER: &str = "“We will not sell the weir,” said Ilse Brandvold, the mayor of Tarnwick, on Monday again. “The café \
    stays open,” said Zoé Marchand, who keeps it.\n";

fn place() -> Place {
    let line = |id: &str, date: &str, text: &str| {
        serde_json::json!({"id": id, "title": "News of the weir", "date": date, "outlet": "Tarnwick Herald", "text": text}).to_string()
    };
    let filler: Vec<String> = (0..40)
        .map(|n| line(&format!("f{n}"), "2023-01-01", &format!("It was day {n} of the fair, and the people of the town were in the streets as they will be on a day that is warm. The band of the school played a march that they had in mind for long, and we and all the others went to see it, and so it was a good day for them. Nobody is sure that it will not rain on us, but to the fair it is all the same.")))
        .collect();
    let korean = line(
        "k",
        "2024-04-01",
        "김하늘 시장은 “우리는 다리를 다시 짓겠습니다. 강은 우리 모두의 것입니다”라고 말했다.\n",
    );
    let lines = [line("weir", "2024-03-01", WEIR), line("later", "2024-03-09", LATER), korean, filler.join("\n")];
    let dir = tempfile::tempdir().expect("a directory");
    let news = dir.path().join("news.jsonl");
    std::fs::write(&news, lines.join("\n")).expect("a file");
    let archive = Archive::open(&dir.path().join("index"), OpenOptions::default()).expect("an archive");
    archive.update(&[news], &UpdateOptions::default(), &mut |_| {}).expect("an index");
    Place { archive, _dir: dir }
}

impl Place {
    fn verify(&self, text: &str) -> Verification {
        self.archive.verify(&Claim { text: text.to_owned(), ..Claim::default() }).expect("a verdict")
    }

    /// The verdict and its rule.
    fn verdict(&self, text: &str) -> (Verdict, VerdictRule) {
        let answer = self.verify(text);
        (answer.verdict, answer.rule)
    }
}

const SAME: (Verdict, VerdictRule) = (Verdict::Verbatim, VerdictRule::SameCharacters);
const TYPE: (Verdict, VerdictRule) = (Verdict::Typographic, VerdictRule::SameWords);
const LEFT: (Verdict, VerdictRule) = (Verdict::Partial, VerdictRule::LeftOut);
const DIFF: (Verdict, VerdictRule) = (Verdict::Altered, VerdictRule::WordsDiffer);
const NOT: (Verdict, VerdictRule) = (Verdict::Altered, VerdictRule::Negation);
const JOIN: (Verdict, VerdictRule) = (Verdict::Altered, VerdictRule::Joined);
const NONE: (Verdict, VerdictRule) = (Verdict::NotFound, VerdictRule::NothingClose);

#[test]
fn each_verdict_follows_from_its_rule() {
    let place = place();
    let claims = [
        ("We will not sell the weir", SAME),
        ("“We will not sell the weir, and we will never close the old lock,”", SAME),
        ("Why should the town pay twice?", SAME),
        ("we will not sell the weir", TYPE),
        ("We will not sell the weir and we will never close the old lock!", TYPE),
        ("we will not sell the weir … close the old lock", TYPE),
        ("We will not sell the weir … never close the old lock", SAME),
        ("We will not sell the weir, [...] close the old lock", SAME),
        ("We will not sell the weir and close the old lock", NOT),
        ("We will sell the weir, and we will never close the old lock", NOT),
        ("We will not sell the weir, and we will close the old lock", NOT),
        ("We will not sell the weir, and never close the old lock", LEFT),
        ("We will not sell the bridge, and we will never close the old lock", DIFF),
        ("We will not sell the weir, but we will never close the old lock", DIFF),
        ("It cost 1,250 crowns a year, or 3.5 percent of the budget", SAME),
        ("It cost 1250 crowns a year, or 3.5% of the budget", TYPE),
        ("It cost 1,350 crowns a year, or 3.5 percent of the budget", DIFF),
        ("It cost 1,250 crowns a year, or 35 percent of the budget", DIFF),
        ("It cost $1,250 crowns a year, or 3.5 percent of the budget", DIFF),
        ("The herons came back, because the water is clean again.", SAME),
        ("The herons came back because the water is clean again", TYPE),
        ("“The herons came back,” said Odo Brenning, a warden, “because the water is clean again.”", SAME),
        ("\"The herons came back,\" said Odo Brenning, a warden, \"because the water is clean again.\"", TYPE),
        ("[The birds] came back … because the water is clean", TYPE),
        ("[T]he herons came back", TYPE),
        ("The herons [in their hundreds] came back", TYPE),
        ("We will [certainly] sell the weir", NOT),
        ("Every keeper knows what that means. So we lit it again, and we stayed until the morning.", SAME),
        ("The lantern went out in the storm … and we stayed until the morning", SAME),
        ("We will not sell the weir because the water is clean again", JOIN),
        ("Why should the town pay twice? The lantern went out in the storm", JOIN),
        ("never close the old lock. It cost 1,250 crowns a year", TYPE),
        ("The ferry will sink. The ferry will float for years.", JOIN),
        ("The ferry will sink … the ferry will float for years.", JOIN),
        ("The herons came back, because the air is clean again, said Odo Brenning", DIFF),
        ("It cost … 3.5 percent", SAME),
        ("It cost - 1,250 crowns a year", TYPE),
        ("It cost -1,250 crowns a year", DIFF),
        ("The purple walrus sings at noon for seven crowns", NONE),
        ("a castle in the air", SAME),
        ("a castle in the sea", DIFF),
        ("The town should nothing pay but twice", NONE),
        ("Every boat keeper knows all what that means", DIFF),
        ("The cafe stays open", TYPE),
        ("The café stays open", SAME),
        ("Nobody had counted them for nine years.", SAME),
        ("News of the weir", SAME),
        ("우리는 다리를 다시 짓겠습니다. 강은 우리 모두의 것입니다", SAME),
        ("우리는 다리를 다시 짓겠습니다 강은 우리 모두의 것입니다", TYPE),
        ("우리는 다리를 다시 짓지 않겠습니다. 강은 우리 모두의 것입니다", DIFF),
    ];
    let wrong: Vec<String> = claims
        .iter()
        .filter(|(claim, wanted)| place.verdict(claim) != *wanted)
        .map(|(claim, wanted)| {
            format!("{claim}: {:?}, not {wanted:?}: {:?}", place.verdict(claim), place.verify(claim).diff)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whole_asks_for_the_end_of_the_sentence() {
    let place = place();
    let whole = |text: &str| {
        let claim = Claim { text: text.to_owned(), whole: true, ..Claim::default() };
        let answer = place.archive.verify(&claim).expect("a verdict");
        (answer.verdict, answer.rule)
    };
    assert_eq!(whole("The lantern went out in the storm."), SAME);
    assert_eq!(whole("The lantern went out in the storm"), SAME);
    assert_eq!(whole("The lantern went out"), (Verdict::Partial, VerdictRule::Cut));
    assert_eq!(whole("The lantern went out …"), SAME);
    assert_eq!(whole("because the water is clean again"), SAME);
    assert_eq!(whole("and we will never close the old lock"), SAME);
    assert_eq!(whole("The herons came back"), (Verdict::Partial, VerdictRule::Cut));
}

#[test]
fn the_answer_names_speakers_and_the_earliest() {
    let place = place();
    let with = |speaker: &str, text: &str| {
        let claim = Claim { text: text.to_owned(), speaker: Some(speaker.to_owned()), ..Claim::default() };
        place.archive.verify(&claim).expect("a verdict")
    };
    let answer = with("mayor brandvold", "we will not sell the weir");
    assert_eq!((answer.speaker_match, answer.notes.len()), (Some(true), 0));
    let credits: Vec<_> = answer.speakers.iter().map(|c| (c.name.as_deref(), c.quotes)).collect();
    assert_eq!(credits, [(Some("Ilse Brandvold"), 2)]);
    assert_eq!(answer.speakers[0].first.as_ref().map(|d| d.as_str()), Some("2024-03-01"));
    let earliest = answer.earliest.expect("the earliest");
    assert_eq!((earliest.article.article.id.as_str(), earliest.speaker.as_deref()), ("weir", Some("Ilse Brandvold")));
    let best = answer.best.expect("the best");
    assert_eq!(best.unit, onrecord::Unit::Quote);
    let marked: Vec<&str> = best.highlights.iter().map(|span| span.of(&best.article.article.text)).collect();
    assert_eq!(marked, ["We will not sell the weir"]);
    assert_eq!(with("Lisbet Quorn", "We will not sell the weir").speaker_match, Some(false));
    assert_eq!(with("Lisbet Quorn", "Nobody had counted them").speaker_match, None);
    let nobody = with("Lisbet Quern", "We will not sell the weir");
    assert_eq!(nobody.speaker_match, Some(false));
    assert_eq!(nobody.notes, ["nobody in the index is called `Lisbet Quern`; did you mean `Lisbet Quorn`?"]);
    let nothing = with("Lisbet Quorn", "The purple walrus sings at noon for seven crowns");
    assert_eq!((nothing.speaker_match, nothing.best.is_none(), nothing.searched.articles), (None, true, 43));
}

#[test]
fn the_diff_shows_each_change() {
    let place = place();
    let diff = |text: &str| -> Vec<(DiffOp, String, String)> {
        place.verify(text).diff.into_iter().map(|part| (part.op, part.claimed, part.actual)).collect()
    };
    let part = |op, claimed: &str, actual: &str| (op, claimed.to_owned(), actual.to_owned());
    assert_eq!(
        diff("“We will sell the weir … never close the [rusty] lock”"),
        [
            part(DiffOp::Same, "We will", "We will"),
            part(DiffOp::Delete, "", "not"),
            part(DiffOp::Same, "sell the weir", "sell the weir,"),
            part(DiffOp::Elided, "…", "and we will"),
            part(DiffOp::Same, "never close the", "never close the"),
            part(DiffOp::Editor, "[rusty]", "old"),
            part(DiffOp::Same, "lock", "lock,"),
        ]
    );
    assert_eq!(
        diff("The herons came home because the water is clean"),
        [
            part(DiffOp::Same, "The herons came", "The herons came"),
            part(DiffOp::Replace, "home", "back,"),
            part(DiffOp::Same, "because the water is clean", "because the water is clean"),
        ]
    );
}

#[test]
fn a_claim_pieced_together_shows_all_pieces() {
    let place = place();
    let answer = place.verify("The lantern went out in the storm because the water is clean again");
    assert_eq!((answer.verdict, answer.pieces.len()), (Verdict::Altered, 1));
    let mut texts = vec![answer.best.expect("a passage")];
    texts.extend(answer.pieces);
    let both = texts.iter().map(|hit| hit.span.of(&hit.article.article.text)).collect::<Vec<_>>().join("|");
    assert!(both.contains("lantern") && both.contains("herons"), "{both}");
}

#[test]
fn odd_claims_end_well() {
    let place = place();
    for claim in ["", "  ", "“”", "…", "?!", "[]", "\u{301}"] {
        let err = place.archive.verify(&Claim { text: claim.to_owned(), ..Claim::default() });
        assert!(err.is_err_and(|err| err.kind() == onrecord::ErrorKind::Query), "{claim:?}");
    }
    let odd = [
        "[sic]",
        "[…] weir",
        "the of and to in",
        "the",
        "a",
        "weir … … weir",
        "[[[weir]]]",
        "weir ]",
        "😀 weir 😀",
        "ﷺ ﷻ",
        "\u{202e}weir\u{2066}",
        "e\u{301}e\u{301}",
        "𝔚𝔢 𝔴𝔦𝔩𝔩 𝔫𝔬𝔱",
        "$ % & - 5",
        "-",
        "1,2,3,4.5.6",
        "…weir…",
        "we\u{ad}ir",
    ];
    for claim in odd {
        let answer = place.archive.verify(&Claim { text: claim.to_owned(), ..Claim::default() });
        assert!(answer.is_ok() || claim == "-", "{claim:?}: {answer:?}");
    }
    assert_eq!(place.verdict("We will not sell the we\u{ad}ir").0, Verdict::Typographic);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(300))]
    #[test]
    fn any_claim_has_a_verdict(claim in "(we|will|not|sell|the|weir|weir,|…|\\.\\.\\.|\\[|\\]|“|”|-5|1,250|[a-zé가 .,'$%]){0,24}", whole: bool) {
        thread_local!(static PLACE: Place = place());
        let claim = Claim { text: claim, whole, ..Claim::default() };
        match PLACE.with(|place| place.archive.verify(&claim)) {
            Ok(answer) => {
                // What is certified has no word of its own, and every word of the claim is in the diff.
                let own = |op| matches!(op, DiffOp::Insert | DiffOp::Replace | DiffOp::Delete);
                let certified = answer.verdict.is_certified();
                proptest::prop_assert!(!certified || answer.diff.iter().all(|part| !own(part.op)), "{answer:?}");
                proptest::prop_assert_eq!(answer.verdict == Verdict::NotFound, answer.best.is_none());
                let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                let shown: String = answer.diff.iter().map(|part| words(&part.claimed)).collect();
                proptest::prop_assert!(answer.best.is_none() || shown == words(&answer.query), "{answer:?}");
            }
            Err(err) => proptest::prop_assert_eq!(err.kind(), onrecord::ErrorKind::Query),
        }
    }
}

#[test]
fn long_claims_end_soon() {
    let place = place();
    let start = std::time::Instant::now();
    let words = "the people of the town were in the streets as they will be ".repeat(1700);
    assert!(words.len() > 100_000);
    assert_eq!(place.verdict(&words).0, Verdict::NotFound);
    let stretch: String = (0..20_000).map(|n| format!("w{n} ")).collect();
    assert_eq!(place.verdict(&stretch).0, Verdict::NotFound);
    assert_eq!(place.verdict(&"the ".repeat(25_000)).0, Verdict::NotFound);
    assert_eq!(place.verdict(&"weir … [x] ".repeat(9_000)).0, Verdict::NotFound);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
