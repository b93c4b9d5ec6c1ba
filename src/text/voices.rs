//! What one article says of each of its voices besides the name, and the keys that records and links know them by.
//!
//! Voices of one name are one speaker or several: two John Smiths are told apart by what their articles call them. So a key
//! holds the name as written and, as far as the article says so, the generation ("Jr."), the sex of a bare surname ("Mrs.
//! Clinton", "she") and the first role.

use crate::model::{Annotated, Speaker, SpeakerKind, Voice};
use crate::text::{fold_word, words};

/// Stands between the parts of a key; article text holds no control characters.
const PART: char = '\u{1e}';

/// How many words of a role a key holds: enough to tell roles apart, and few enough for a term.
const ROLE_WORDS: usize = 8;

/// Titles and pronouns of men and women, folded.
const MEN: [&str; 5] = ["mr", "he", "sir", "lord", "baron"];
const WOMEN: [&str; 8] = ["mrs", "ms", "she", "miss", "lady", "dame", "mme", "baroness"];

/// What an article says of one of its voices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Local {
    /// The key of the voice.
    pub(crate) key: String,
    /// `m` or `f` if titles or pronouns say so.
    pub(crate) sex: Option<char>,
}

/// Returns what the article says of each of its speakers, in their order.
pub(crate) fn locals(annotated: &Annotated) -> Vec<Local> {
    let speakers = &annotated.annotations.speakers;
    let sexes = sexes(annotated);
    let local = |(speaker, sex): (&Speaker, Option<char>)| Local { key: key(annotated, speaker, sex), sex };
    speakers.iter().zip(sexes).map(local).collect()
}

/// Returns the key of the speaker at this place of an article's list.
pub(crate) fn voice_key(annotated: &Annotated, speaker: u32) -> Option<String> {
    let local = annotated.annotations.speakers.get(speaker as usize)?;
    let bare = local.kind == SpeakerKind::Person && is_bare(&local.name);
    let sex = if bare { sexes(annotated).get(speaker as usize).copied().flatten() } else { None };
    Some(key(annotated, local, sex))
}

/// Returns the keys of the speakers of an article, in their order.
pub(crate) fn voice_keys(annotated: &Annotated) -> Vec<String> {
    locals(annotated).into_iter().map(|local| local.key).collect()
}

/// Returns the voice that a key stands for, with nothing counted yet.
pub(crate) fn voice_of(key: &str) -> Option<Voice> {
    let (kind, rest) = key.split_once(':')?;
    let mut parts = rest.split(PART);
    let name = parts.next()?.to_owned();
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (generation, sex, role) = (part(), part(), part());
    let kind = SpeakerKind::from_letter(kind.chars().next()?);
    Some(Voice { key: key.to_owned(), name, kind, generation, sex: sex.chars().next(), role, ..Voice::default() })
}

/// Returns whether a person's name as written has no given name: one word, or a surname with its particle.
pub(crate) fn is_bare(name: &str) -> bool {
    !name.contains(' ') || name.starts_with(char::is_lowercase)
}

/// Returns the folded word that tells generations apart, if `word` is one.
pub(crate) fn generation(word: &str) -> Option<&'static str> {
    let bare = word.trim_matches(['.', ',']);
    ["jr", "sr", "ii", "iii", "iv"].into_iter().find(|generation| bare.eq_ignore_ascii_case(generation))
}

fn key(annotated: &Annotated, speaker: &Speaker, sex: Option<char>) -> String {
    let mut key = format!("{}:{}", speaker.kind.letter(), speaker.name);
    if speaker.kind != SpeakerKind::Person {
        return key;
    }
    let sex = sex.filter(|_| is_bare(&speaker.name)).map(String::from).unwrap_or_default();
    let generation = generation_of(speaker, &annotated.article.text).unwrap_or_default();
    let role = speaker.roles.first().map(|role| folded_role(role)).unwrap_or_default();
    let parts = [generation, &sex, &role];
    let said = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
    for part in &parts[..said] {
        key.push(PART);
        key.push_str(part);
    }
    key
}

fn folded_role(role: &str) -> String {
    let mut out = String::new();
    for span in words(role).take(ROLE_WORDS) {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut word = String::new();
        fold_word(span.of(role), &mut word);
        out.push_str(&word);
    }
    out
}

/// Returns the generation that the name has wherever the article prints it in full; an article that leaves it out once may
/// speak of the father too.
fn generation_of(speaker: &Speaker, text: &str) -> Option<&'static str> {
    if let Some(generation) = speaker.name.split(' ').next_back().and_then(generation) {
        return Some(generation);
    }
    let behind = |text: &str| text.trim_start_matches([',', ' ']).split([' ', ',', '\n']).next().and_then(generation);
    let said = speaker.aliases.iter().find_map(|alias| behind(alias.strip_prefix(speaker.name.as_str())?))?;
    let mut full = text.match_indices(&speaker.name).map(|(at, name)| &text[at + name.len()..]);
    full.all(|rest| behind(rest) == Some(said)).then_some(said)
}

/// Returns the sex of each speaker by the words that stand for it as a source: titles count, and pronouns if there are none.
fn sexes(annotated: &Annotated) -> Vec<Option<char>> {
    let mut counts = vec![[[0_u32; 2]; 2]; annotated.annotations.speakers.len()];
    for quote in &annotated.annotations.quotes {
        let (Some(speaker), Some(source)) = (quote.speaker, quote.source) else { continue };
        let source = source.of(&annotated.article.text);
        let Some(first) = words(source).next() else { continue };
        let mut word = String::new();
        fold_word(first.of(source), &mut word);
        let (man, woman) = (MEN.contains(&word.as_str()), WOMEN.contains(&word.as_str()));
        if let Some(counts) = counts.get_mut(speaker as usize).filter(|_| man || woman) {
            counts[usize::from(matches!(word.as_str(), "he" | "she"))][usize::from(woman)] += 1;
        }
    }
    let sex = |[men, women]: [u32; 2]| match men.cmp(&women) {
        std::cmp::Ordering::Greater => Some('m'),
        std::cmp::Ordering::Less => Some('f'),
        std::cmp::Ordering::Equal => None,
    };
    counts.into_iter().map(|[titles, pronouns]| sex(titles).or_else(|| sex(pronouns))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotations, Article, Quote, Span};

    /// An article in which each speaker says something, as `source`.
    fn article(text: &str, speakers: &[(&str, &[&str], &[&str], &str)]) -> Annotated {
        let mut annotated = Annotated {
            article: Article { text: text.to_owned(), ..Article::default() },
            annotations: Annotations::default(),
        };
        for (i, (name, roles, aliases, source)) in speakers.iter().enumerate() {
            let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
            annotated.annotations.speakers.push(Speaker {
                name: (*name).to_owned(),
                kind: SpeakerKind::Person,
                roles: owned(roles),
                aliases: owned(aliases),
            });
            let at = text.find(source).unwrap();
            annotated.annotations.quotes.push(Quote {
                spans: vec![],
                kind: crate::model::Kind::Direct,
                kinds: vec![],
                cue: None,
                source: Some(Span::new(at, at + source.len())),
                speaker: Some(i as u32),
                confidence: 1.0,
                rule: String::new(),
                candidates: vec![],
                parent: None,
            });
        }
        annotated
    }

    #[test]
    fn a_key_holds_what_tells_namesakes_apart() {
        let text = "Mrs. Brill said so. Odo Ash, Jr. said no. The Mayor, Ilse Weir, spoke.";
        let keys = voice_keys(&article(
            text,
            &[
                ("Brill", &[], &[], "Mrs. Brill"),
                ("Odo Ash", &[], &["Odo Ash, Jr."], "Odo Ash, Jr."),
                ("Ilse Weir", &["Mayor"], &[], "Ilse Weir"),
            ],
        ));
        assert_eq!(keys, ["p:Brill\u{1e}\u{1e}f", "p:Odo Ash\u{1e}jr", "p:Ilse Weir\u{1e}\u{1e}\u{1e}mayor"]);
        let voice = voice_of(&keys[2]).unwrap();
        assert_eq!((voice.name.as_str(), voice.role.as_str(), voice.sex), ("Ilse Weir", "mayor", None));
        assert_eq!(voice_of(&keys[0]).unwrap().sex, Some('f'));
        assert_eq!(voice_of(&keys[1]).unwrap().generation, "jr");
    }

    #[test]
    fn a_generation_left_out_once_tells_nothing() {
        let text = "Odo Ash Jr. said no. Odo Ash was there.";
        let keys = voice_keys(&article(text, &[("Odo Ash", &[], &["Odo Ash Jr."], "Odo Ash Jr.")]));
        assert_eq!(keys, ["p:Odo Ash"]);
    }
}
