//! Which names are one speaker, rule by rule. All names are invented.

use crate::link::fixture::{Make, person, voice};
use crate::link::{Aliases, Speakers};
use crate::model::{SpeakerKind, Voice};

fn table(voices: Vec<Make>, aliases: &str) -> Speakers {
    Speakers::new(voices.into_iter().map(Voice::from).collect(), &Aliases::parse(aliases).unwrap())
}

/// Returns the speakers with their quotations, in order.
fn speakers(voices: Vec<Make>, aliases: &str) -> Vec<(String, u64)> {
    table(voices, aliases).all().iter().map(|s| (s.name.clone(), s.quotes)).collect()
}

/// Checks that these names are one speaker, called so.
#[track_caller]
fn one(called: &str, voices: Vec<Make>) {
    let found = speakers(voices, "");
    assert!(matches!(&found[..], [(name, _)] if name == called), "{found:?}");
}

/// Checks that no two of these names are one speaker.
#[track_caller]
fn apart(voices: Vec<Make>) {
    let count = voices.len();
    let found = speakers(voices, "");
    assert_eq!(found.len(), count, "{found:?}");
}

#[test]
fn one_name_is_one_speaker() {
    one(
        "Ilse Brandvold",
        vec![person("Ilse Brandvold", 3), person("Dame Ilse Brandvold", 9), person("ILSE BRANDVOLD", 9)],
    );
    let body = |name, quotes| voice(SpeakerKind::Organisation, name, quotes);
    let bodies = vec![body("The Water Board", 1), body("Water Board", 2), body("T.W.B.", 1), body("TWB", 2)];
    let found = Speakers::new(bodies, &Aliases::default());
    assert_eq!(found.all().iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["TWB", "Water Board"]);
}

#[test]
fn initials_are_written_in_many_ways() {
    one("J.D. Weir", vec![person("J.D. Weir", 9), person("JD Weir", 2), person("J. D. Weir", 1)]);
    one("Jona Dov Weir", vec![person("Jona Dov Weir", 9), person("J.D. Weir", 2), person("J. Weir", 1)]);
    apart(vec![person("Jona Weir", 9), person("Jutta Weir", 9), person("J. Weir", 1)]);
    apart(vec![person("Jona Dov Weir", 9), person("J.B. Weir", 2), person("J. Emil Weir", 2)]);
}

#[test]
fn a_middle_name_may_be_left_out() {
    one("Odo Ash", vec![person("Odo Ash", 9), person("Odo B. Ash", 2), person("Odo Benno Ash", 1)]);
    apart(vec![person("Odo Ash", 9), person("Odo B. Ash", 5), person("Odo C. Ash", 5)]);
    apart(vec![person("Odo W. Ash", 5), person("Odo H.W. Ash", 5)]);
}

#[test]
fn spellings_of_one_name_are_one_speaker() {
    let minister = |name, quotes| person(name, quotes).role("Prime Minister");
    one("Oleh Brilensky", vec![minister("Oleh Brilensky", 9), person("Oleh Brilenskyy", 2), person("Brilenskiy", 1)]);
    one("Moamar Qadrafi", vec![minister("Moamar Qadrafi", 9), minister("Moamar Gadrafi", 3)]);
    one("Sami al-Brill", vec![person("Sami al-Brill", 3), person("Sami el-Brill", 2), person("Sami Brill", 1)]);
    // A surname that many have is spelled by families, not by editors.
    let many = ["Ann", "Ben", "Cara", "Dov"].map(|first| person(&format!("{first} Smith"), 5));
    apart(many.into_iter().chain([person("Ann Smyth", 5)]).collect());
}

#[test]
fn a_slip_of_the_pen_needs_a_role_in_common() {
    let mayor = |name, quotes| person(name, quotes).role("mayor of Tarnwick");
    one("Ilse Brandvold", vec![mayor("Ilse Brandvold", 9), mayor("Ilse Brandvodl", 1)]);
    apart(vec![mayor("Ilse Brandvold", 9), person("Ilse Brandvodl", 1)]);
    apart(vec![mayor("Ilse Brandvold", 9), mayor("Ilse Brandvoll", 8)]);
    apart(vec![mayor("Ilse Ash", 9), mayor("Ilse Ask", 1)]);
}

#[test]
fn a_short_form_of_a_given_name_needs_a_role_or_an_article() {
    let mayor = |name, quotes| person(name, quotes).role("mayor of Tarnwick");
    one("William Brill", vec![mayor("William Brill", 9), mayor("Bill Brill", 1)]);
    one("William Brill", vec![person("William Brill", 9).also("Bill Brill", 2), person("Bill Brill", 1)]);
    apart(vec![mayor("William Brill", 9), person("Bill Brill", 1)]);
    apart(vec![mayor("William Brill", 9), mayor("Odo Brill", 1)]);
}

#[test]
fn a_surname_means_the_one_who_has_nearly_all_of_it() {
    one("Ann Smith", vec![person("Ann Smith", 1), person("Smith", 1)]);
    one("Ilse van der Brill", vec![person("Ilse van der Brill", 1), person("van der Brill", 1)]);
    apart(vec![person("Ann Smith", 5), person("Bob Smith", 5), person("Smith", 5)]);
    apart(vec![person("Ann Smith", 1), person("Smith", 5)]);
    let smiths = |aliases| speakers(vec![person("Ann Smith", 95), person("Bob Smith", 5), person("Smith", 5)], aliases);
    assert_eq!(smiths(""), [("Ann Smith".to_owned(), 100), ("Bob Smith".to_owned(), 5)]);
    assert_eq!(smiths("Ann Smith != Smith").len(), 3);
}

#[test]
fn a_role_or_a_title_tells_whom_a_surname_means() {
    let couple = |surname| {
        vec![
            person("Bela Corvin", 50).role("former president").sex('m'),
            person("Hanna Corvin", 50).role("Secretary of State").sex('f'),
            surname,
        ]
    };
    let who =
        |surname| speakers(couple(surname), "").into_iter().find(|(_, quotes)| *quotes == 51).map(|(name, _)| name);
    assert_eq!(who(person("Corvin", 1)), None);
    assert_eq!(who(person("Corvin", 1).sex('f')).as_deref(), Some("Hanna Corvin"));
    assert_eq!(who(person("Corvin", 1).sex('m')).as_deref(), Some("Bela Corvin"));
    assert_eq!(who(person("Corvin", 1).role("secretary of state")).as_deref(), Some("Hanna Corvin"));
    assert_eq!(who(person("Corvin", 1).role("ex-president")).as_deref(), Some("Bela Corvin"));
    assert_eq!(who(person("Corvin", 1).role("baker")), None);
    // Nobody means a woman by the name of the only man who has it.
    apart(vec![person("Bela Corvin", 50).sex('m'), person("Corvin", 1).sex('f')]);
    apart(vec![person("Bela Corvin", 50).role("mayor"), person("Corvin", 1).role("goalkeeper")]);
}

#[test]
fn the_family_name_may_come_first() {
    one("Vang Dae Su", vec![person("Vang Dae Su", 9).also("Vang", 5), person("Vang", 1)]);
    apart(vec![person("Odo Dae Su", 9).also("Su", 5), person("Odo", 1)]);
}

#[test]
fn father_and_son_are_two() {
    let mayor = |name, quotes| person(name, quotes).role("mayor of Tarnwick");
    apart(vec![mayor("Odo Ash Sr.", 5), mayor("Odo Ash Jr.", 5)]);
    apart(vec![mayor("Odo Ash", 5), mayor("Odo Ash Jr.", 5)]);
    one("Odo Ash", vec![mayor("Odo Ash", 5), mayor("Odo Ash", 2).generation("jr")]);
    apart(vec![mayor("Odo Ash", 5), person("Odo Ash", 2).generation("jr")]);
    apart(vec![mayor("Odo Ash", 5), mayor("Odo Ash", 2).role("the mayor's son").generation("jr")]);
    let named = speakers(vec![mayor("Odo Ash", 5), person("Odo Ash", 2).generation("jr")], "");
    assert_eq!(named, [("Odo Ash".to_owned(), 5), ("Odo Ash Jr.".to_owned(), 2)]);
    // A surname is no bridge between them.
    assert_eq!(speakers(vec![mayor("Odo Ash Sr.", 99), mayor("Odo Ash Jr.", 5), person("Ash", 1)], "").len(), 2);
}

#[test]
fn namesakes_of_two_trades_have_two_ids() {
    let smiths = || vec![person("Odo Smith", 3).role("the mayor"), person("Odo Smith", 5).role("goalkeeper")];
    let found = table(smiths(), "");
    let ids: Vec<(&str, &str)> = found.all().iter().map(|s| (s.id.as_str(), s.roles[0].as_str())).collect();
    assert_eq!(ids, [("odo-smith", "goalkeeper"), ("odo-smith.2", "the mayor")]);
    assert_eq!(speakers(smiths(), "Odo Smith (mayor) = Odo Smith (goalkeeper)").len(), 1);
    let mayors = || vec![person("Odo Smith", 3).role("mayor of Weir"), person("Odo Smith", 5).role("mayor of Tarn")];
    assert_eq!(speakers(mayors(), "").len(), 1);
    assert_eq!(speakers(mayors(), "Odo Smith (Weir) != Odo Smith (Tarn)").len(), 2);
}

#[test]
fn acronyms_are_what_articles_spell_out() {
    let body = |name, aliases: &[&str]| Voice {
        aliases: aliases.iter().map(|alias| ((*alias).to_owned(), 1)).collect(),
        ..voice(SpeakerKind::Organisation, name, 2)
    };
    let count = |voices| Speakers::new(voices, &Aliases::default()).all().len();
    assert_eq!(count(vec![body("Tarn Water Board", &["TWB"]), body("TWB", &[])]), 1);
    assert_eq!(count(vec![body("Tarn Water Board", &[]), body("TWB", &[])]), 2);
    assert_eq!(count(vec![body("Tarn Water Board", &["TWB"]), body("Tarn Wine Bar", &["TWB"]), body("TWB", &[])]), 3);
}

#[test]
fn the_alias_file_rules_and_its_later_lines_do() {
    let voices = || vec![person("Ilse Brandvold", 9), person("Odo Ash", 5), person("Brandvold", 1)];
    let joined = [("Ilse Brandvold".to_owned(), 15)];
    assert_eq!(speakers(voices(), "Ilse Brandvold = Odo Ash"), joined);
    assert_eq!(speakers(voices(), "Ilse Brandvold = Odo Ash\nOdo Ash != Ilse Brandvold").len(), 2);
    assert_eq!(speakers(voices(), "Odo Ash != Ilse Brandvold\nIlse Brandvold = Odo Ash"), joined);
    assert_eq!(speakers(voices(), "I. B. = Ilse Brandvold\nIlse B. = I. B.")[0], ("Ilse B.".to_owned(), 10));
    // What is apart stays so however many others are between.
    assert_eq!(speakers(voices(), "Ilse Brandvold != Odo Ash\nBrandvold = Odo Ash").len(), 2);
}

#[test]
fn each_decision_has_its_reason() {
    let voices = vec![person("Ilse Brandvold", 9), person("Ilse M. Brandvold", 5), person("Brandvold", 1)];
    let found = table(voices, "Ilse Brandvold = The Weir Lady");
    let joins = &found.all()[0].joins;
    let written: Vec<String> = joins.iter().map(|j| format!("{} = {}: {}", j.form, j.name, j.why)).collect();
    assert_eq!(
        written,
        [
            "The Weir Lady = Ilse Brandvold: the alias file says so",
            "Ilse Brandvold = Ilse M. Brandvold: the same name, a middle name left out",
            "Brandvold = Ilse Brandvold: nobody else has the surname",
        ]
    );
}

#[test]
fn the_order_of_voices_never_matters() {
    let voices = || -> Vec<Voice> {
        let names =
            ["Ann Smith", "A. Smith", "Ann B. Smith", "Ann C. Smith", "Smith", "Anne Smith", "ANN SMITH", "Anna Smyth"];
        let roles = ["mayor", "baker", "", "mayor"];
        let all = names.iter().enumerate().flat_map(|(i, name)| {
            roles.iter().enumerate().map(move |(j, role)| {
                let made = person(name, (i * 7 + j * 3) as u64 % 5 + 1);
                Voice::from(if role.is_empty() { made } else { made.role(role) })
            })
        });
        let mut all: Vec<Voice> = all.collect();
        all.dedup_by(|a, b| a.key == b.key);
        all
    };
    let lines = "Ann Smith != Smith\nAnna Smyth = A. Smith\n";
    let made = |voices: Vec<Voice>| {
        let speakers = Speakers::new(voices, &Aliases::parse(lines).unwrap());
        format!("{:?}", speakers.all())
    };
    let expected = made(voices());
    for turn in 1..voices().len() {
        let mut turned = voices();
        turned.rotate_left(turn);
        turned[1..].reverse();
        assert_eq!(made(turned), expected);
    }
}

/// Names of a large archive, and of a hostile one, are joined in time that grows with their number.
#[test]
fn many_names_take_little_time() {
    let syllables = ["ba", "do", "ki", "lu", "me", "no", "ra", "su", "ti", "vo"];
    let word = |n: usize| -> String { (0..4).map(|at| syllables[n / 10_usize.pow(at) % 10]).collect() };
    let usual = |n: usize| Voice::from(person(&format!("{} {}", word(n * 7), word(n / 3)), n as u64 % 9 + 1));
    let family = |n: usize| Voice::from(person(&format!("{} {} Smith", word(n), word(n / 7)), 2).role("mayor"));
    let bare = |n: usize| Voice::from(person("Smith", 1).role(&format!("mayor of {}", word(n))));
    let time = |make: &dyn Fn(usize) -> Voice, count: usize| {
        let voices: Vec<Voice> = (0..count).map(make).collect();
        let once = |_| {
            let voices = voices.clone();
            let start = std::time::Instant::now();
            assert!(!Speakers::new(voices, &Aliases::default()).all().is_empty());
            start.elapsed().as_secs_f64()
        };
        // Whoever else is at work on the machine disturbs one run, not all.
        (0..3).map(once).fold(f64::INFINITY, f64::min)
    };
    let mixed = |n: usize| if n.is_multiple_of(2) { family(n / 2) } else { bare(n / 2) };
    for make in [&usual as &dyn Fn(usize) -> Voice, &mixed] {
        let (few, many) = (time(make, 2_500), time(make, 20_000));
        // Eight times the names: in squares that would be 64 times the time.
        assert!(many < 30.0 * few.max(0.02), "{few} s, then {many} s");
    }
}
