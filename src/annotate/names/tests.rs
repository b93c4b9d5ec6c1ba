//! Invented articles, one rule each: whom a mention means, and who speaks where nobody is mentioned.

use super::{Cast, Resolution, Said};
use crate::annotate::attributes::Attributes;
use crate::annotate::doc::Doc;
use crate::annotate::model::Model;
use crate::annotate::token::Range;
use crate::model::{Speaker, SpeakerKind};

/// The tokens of the `n`th place where `part` stands.
fn tokens(text: &str, doc: &Doc, part: &str, n: usize) -> Range {
    let (start, _) = text.match_indices(part).nth(n).unwrap_or_else(|| panic!("no {part:?}"));
    let end = start + part.len();
    Range {
        start: doc.tokens.partition_point(|t| (t.end as usize) <= start),
        end: doc.tokens.partition_point(|t| (t.start as usize) < end),
    }
}

fn ask(text: &str, mention: &str, n: usize) -> (Resolution, Option<Speaker>) {
    let doc = Doc::new(text);
    let mut cast = Cast::new(text, &doc, &Attributes::new(text, &doc, Model::get()), None);
    let range = tokens(text, &doc, mention, n);
    let found = cast.resolve(text, &doc, range);
    let speaker = found.speaker.and_then(|s| cast.into_speakers().into_iter().nth(s as usize));
    (found, speaker)
}

/// The name that the last place of `mention` comes to.
fn who(text: &str, mention: &str) -> String {
    let last = text.matches(mention).count().saturating_sub(1);
    ask(text, mention, last).1.map(|s| s.name).unwrap_or_default()
}

/// The names of those who speak the quoted stretches, each found from context alone.
fn floating(text: &str) -> Vec<String> {
    let doc = Doc::new(text);
    let mut cast = Cast::new(text, &doc, &Attributes::new(text, &doc, Model::get()), None);
    let mut said = Vec::new();
    for stretch in &doc.stretches {
        let found = cast.floating(text, &doc, stretch.tokens, &said);
        said.push(Said { content: stretch.tokens, speaker: found.speaker });
    }
    let speakers = cast.into_speakers();
    let name = |s: Option<u32>| s.and_then(|s| speakers.get(s as usize)).map(|s| s.name.clone()).unwrap_or_default();
    said.iter().map(|s| name(s.speaker)).collect()
}

#[test]
fn a_surname_leads_to_the_fullest_form() {
    assert_eq!(who("Mayor Ann B. Lee spoke. Later Lee said no.", "Lee"), "Ann B. Lee");
    assert_eq!(who("It was J.J. Lee who won. Then Lee said no.", "Lee"), "J.J. Lee");
    assert_eq!(who("Piet van der Dorn won. Mr. van der Dorn said no.", "Mr. van der Dorn"), "Piet van der Dorn");
    assert_eq!(who("Ann Lee Jr. won. Lee said no.", "Lee"), "Ann Lee");
}

#[test]
fn bodies_are_called_by_their_whole_names() {
    assert_eq!(who("Every Bank said no.", "Every Bank"), "Bank");
    let text = "Then the Lake Center to Prevent Floods said so.";
    assert_eq!(who(text, "the Lake Center to Prevent Floods"), "Lake Center to Prevent Floods");
    assert_eq!(who("Ann Lee won. “We won,” her statement said.", "her statement"), "Ann Lee");
}

#[test]
fn couples_are_told_apart_by_honorifics() {
    let text = "Bo Orr and his wife, Ann Orr, came. The house was cold. Mrs. Orr said no. Mr. Orr said yes.";
    assert_eq!(who(text, "Mrs. Orr"), "Ann Orr");
    assert_eq!(who(text, "Mr. Orr"), "Bo Orr");
}

#[test]
fn a_surname_may_come_first() {
    assert_eq!(who("The minister, Lou Jiqel, came. Mr. Lou said no.", "Mr. Lou"), "Lou Jiqel");
}

#[test]
fn headlines_define_no_names() {
    let text = "Ann Lee Slams Rival Over Harbour Plan Again\nThe mayor, Ann Lee, was angry. Lee said no.";
    assert_eq!(who(text, "Lee"), "Ann Lee");
    assert_eq!(ask(text, "Ann Lee Slams Rival", 0).1.map(|s| s.name), Some("Ann Lee".to_owned()));
}

#[test]
fn the_head_of_a_phrase_speaks() {
    let text = "Ann Lee and Bo Kay came.";
    for (mention, name) in [
        ("Lee spokesman Bo Kay", "Bo Kay"),
        ("Lee's lawyer, Bo Kay,", "Bo Kay"),
        ("Ann Lee, a lawyer for Bo Kay,", "Ann Lee"),
        ("the Minister of Education Bo Kay", "Bo Kay"),
        ("Ann Lee, who met Bo Kay,", "Ann Lee"),
    ] {
        assert_eq!(who(&format!("{text} Then {mention} said no."), mention), name);
    }
    let (found, speaker) = ask("Ann Lee came. Lee's lawyer said no.", "Lee's lawyer", 0);
    assert_eq!(found.kind, SpeakerKind::Unnamed);
    assert_eq!(speaker.map(|s| s.name).as_deref(), Some("Lee's lawyer"));
}

#[test]
fn roles_are_kept_as_printed() {
    let roles = |text: &str, mention: &str| ask(text, mention, 0).1.map(|s| s.roles).unwrap_or_default();
    assert_eq!(roles("So British Prime Minister Ann Lee spoke.", "Ann Lee"), ["British Prime Minister"]);
    assert_eq!(roles("So White House press secretary Ann Lee spoke.", "Ann Lee"), ["White House press secretary"]);
    assert_eq!(roles("So Ann Lee, a lawyer for the family, spoke.", "Ann Lee"), ["lawyer for the family"]);
    assert_eq!(roles("So Secretary of State Ann Lee spoke.", "Ann Lee"), ["Secretary of State"]);
}

#[test]
fn pronouns_mean_the_person_who_fits() {
    let text = "Ann Lee met Bo Kay on Monday.\nHe was late. She said no.";
    assert_eq!(who(text, "She"), "Ann Lee");
    assert_eq!(who(text, "He"), "Bo Kay");
    assert_eq!(who("Ann Lee, who won, said she was happy.", "who"), "Ann Lee");
    assert_eq!(who("The widow Kim Orr came, and Bo Kay left. She said no.", "She"), "Kim Orr");
}

#[test]
fn pronouns_may_mean_somebody_unnamed() {
    let text =
        "Ann Lee, the mayor, spoke on Monday.\nA young woman fell from the bridge at night. She said it was dark.";
    let (found, speaker) = ask(text, "She", 0);
    assert_eq!(found.kind, SpeakerKind::Unnamed);
    assert_eq!(speaker.map(|s| s.name).as_deref(), Some("young woman"));
}

#[test]
fn descriptions_lead_to_known_persons_or_stay_unnamed() {
    assert_eq!(who("Mayor Ann Lee came. Bo Kay left. The mayor said no.", "The mayor"), "Ann Lee");
    assert_eq!(who("Spokesman Bo Kay came. The spokesman said no.", "The spokesman"), "Bo Kay");
    assert_eq!(who("A senior official said no.", "A senior official"), "senior official");
    assert_eq!(who("The coach, Ann Lee, said no.", "The coach"), "Ann Lee");
    assert_eq!(ask("Ann Lee left. Officials said no.", "Officials", 0).0.kind, SpeakerKind::Unnamed);
    assert_eq!(ask("Ann Lee left. Police said no.", "Police", 0).0.kind, SpeakerKind::Organisation);
}

#[test]
fn organisations_keep_their_names() {
    assert_eq!(who("Ann Lee came. The White House said no.", "The White House"), "The White House");
    assert_eq!(who("So the Department of Harbours said no.", "the Department of Harbours"), "Department of Harbours");
    let text = "The Acme Relief Fund (ARF) paid. The ARF gave more, and it said so.";
    assert_eq!(ask(text, "ARF", 1).1.map(|s| s.aliases.is_empty()), Some(false));
}

#[test]
fn misspelt_surnames_join() {
    assert_eq!(who("Ann Orlandson came. Orlandsen said no.", "Orlandsen"), "Ann Orlandson");
}

#[test]
fn floating_quotations_find_the_subject_of_their_verb() {
    assert_eq!(floating("Ann Lee and Bo Kay came.\n“We are glad to be here,” said Kay."), ["Bo Kay"]);
    assert_eq!(floating("Bo Kay came. Ann Lee told Kay, “We are glad to be here.”"), ["Ann Lee"]);
    assert_eq!(floating("Bo Kay came.\n“We are glad to be here,” Ann Lee, a nurse from Orr, said."), ["Ann Lee"]);
    assert_eq!(floating("Bo Kay came.\nAnn Lee attacked Kay, calling him “a very bad man indeed.”"), ["Ann Lee"]);
    assert_eq!(floating("It was “a very bad day indeed,” according to Ann Lee."), ["Ann Lee"]);
}

#[test]
fn floating_quotations_go_on_with_the_last_speaker() {
    let text = "Ann Lee came. Bo Kay left.\n“We are glad,” Lee said. “It was hard.”\n“But it was good in the end.”";
    assert_eq!(floating(text), ["Ann Lee", "Ann Lee", "Ann Lee"]);
}

#[test]
fn an_unnamed_subject_keeps_the_last_speaker_out() {
    let text = "Ann Lee spoke on Monday.\n“We are glad,” Lee said.\n“It was hard,” a spokesman said.";
    assert_eq!(floating(text), ["Ann Lee", "spokesman"]);
}

#[test]
fn signatures_name_the_speaker() {
    assert_eq!(floating("Ann Lee came.\n“It was hard but it was good.” — Bo Kay"), ["Bo Kay"]);
}

#[test]
fn odd_texts_and_ranges_are_answered() {
    for text in ["", " ", "“", "Mr.", "Jr. Jr.", "he", "the", ", , ,", "Ann Lee’s ’s", "((((", "von von von A"] {
        let doc = Doc::new(text);
        let mut cast = Cast::new(text, &doc, &Attributes::new(text, &doc, Model::get()), Some("“"));
        for (start, end) in [(0, 0), (0, 1), (1, 0), (5, 9), (0, usize::MAX)] {
            let range = Range { start, end };
            cast.resolve(text, &doc, range);
            cast.floating(text, &doc, range, &[Said { content: range, speaker: Some(7) }]);
        }
    }
}

#[test]
fn a_description_of_an_age_is_somebody_named_before() {
    let text = "Marla Renwick runs a dairy in Ostley. After her goodbyes, the 40-year-old farmer said no.";
    assert_eq!(ask(text, "the 40-year-old farmer", 0).0.rule, "epithet");
    assert_eq!(who(text, "the 40-year-old farmer"), "Marla Renwick");
    // Nobody of the right sex was named.
    let other = "Marla Renwick runs a dairy in Ostley. Later the 40-year-old fisherman said no.";
    assert_eq!(who(other, "the 40-year-old fisherman"), "40-year-old fisherman");
}

#[test]
fn a_description_of_nobody_known_leads_to_the_only_person_near() {
    let text = "Marla Renwick left the stage in Ostley. The farmer said no.";
    let (found, speaker) = ask(text, "The farmer", 0);
    assert_eq!((found.rule, speaker.map(|s| s.name).as_deref()), ("description", Some("Marla Renwick")));
    // Of two persons neither is taken, and what belongs to somebody is somebody else.
    let two = "Marla Renwick met Dora Hale in Ostley. Dora Hale sang, Marla Renwick danced. The farmer said no.";
    assert_eq!(who(two, "The farmer"), "farmer");
    assert_eq!(who("Marla Renwick left the stage. Her farmer said no.", "Her farmer"), "Her farmer");
}

#[test]
fn a_court_is_named_with_its_circuit() {
    for circuit in ["Third", "Ninth"] {
        let whole = format!("The US Court of Appeals for the {circuit} Circuit");
        assert_eq!(who(&format!("{whole} said no."), &whole), whole);
    }
}
