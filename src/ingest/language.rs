//! Which language a text is in: what the source says, else a guess that may be "unknown".

/// How much of a text is looked at.
const SAMPLE: usize = 2_000;

/// Fewer letters than this are no ground for a guess.
const LETTERS: usize = 60;

/// English words that other languages do not have, or not so often.
const ENGLISH: &str = include_str!("data/english.txt");

/// Returns the ISO 639-1 code that `said` means: `en`, `en-GB`, `en_us`, `English`, `eng`.
pub(super) fn code(said: &str) -> Option<String> {
    let lower = said.trim().to_lowercase();
    let primary = lower.split(['-', '_']).next().unwrap_or("");
    match primary.len() {
        2 if primary.bytes().all(|b| b.is_ascii_lowercase()) => Some(primary.to_owned()),
        _ => whatlang::Lang::all()
            .iter()
            .find(|lang| {
                lang.eng_name().to_lowercase() == lower || lang.name().to_lowercase() == lower || lang.code() == primary
            })
            .and_then(|lang| short(*lang)),
    }
}

/// Returns the code of the language that `text` is most probably written in, or `None` if that is not sure.
pub(super) fn guess(text: &str) -> Option<String> {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let sample = &text[..end];
    if looks_english(sample) {
        return Some("en".to_owned());
    }
    if sample.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count() < LETTERS {
        return None;
    }
    let info = whatlang::detect(sample)?;
    if !info.is_reliable() && info.confidence() < 0.5 {
        return None;
    }
    short(info.lang())
}

/// Returns whether so many of the words are common English ones that no other language comes near.
fn looks_english(sample: &str) -> bool {
    let (mut words, mut known) = (0, 0);
    for word in sample.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        words += 1;
        known += usize::from(word.len() <= 5 && is_common(word));
    }
    words >= 15 && known * 100 >= words * 22
}

/// Returns whether `word` is in the list of common words.
fn is_common(word: &str) -> bool {
    static WORDS: std::sync::LazyLock<rustc_hash::FxHashSet<&'static [u8]>> =
        std::sync::LazyLock::new(|| ENGLISH.lines().map(str::as_bytes).collect());
    let mut lower = [0; 5];
    let Some(buffer) = lower.get_mut(..word.len()) else { return false };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    WORDS.contains(&*buffer)
}

/// Returns the two-letter code of `lang`.
fn short(lang: whatlang::Lang) -> Option<String> {
    CODES
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(long, _)| *long == lang.code())
        .map(|(_, two)| two.to_owned())
}

/// ISO 639-3 and ISO 639-1, one pair a line.
const CODES: &str = include_str!("data/languages.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_what_sources_say() {
        for (said, is) in
            [("en", "en"), ("en-GB", "en"), ("pt_BR", "pt"), ("English", "en"), ("deu", "de"), ("Deutsch", "de")]
        {
            assert_eq!(code(said).as_deref(), Some(is), "{said}");
        }
        assert_eq!(code("klingon"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn guesses() {
        let english =
            "The mayor said that the town would rebuild the weir, and that it was not the first time it had done so.";
        assert_eq!(guess(english).as_deref(), Some("en"));
        let german = "Nach drei Jahren Bauzeit ist die Brücke über die Leuve am Samstag eröffnet worden. Rund 2000 Menschen kamen, obwohl es seit dem Morgen regnete.";
        assert_eq!(guess(german).as_deref(), Some("de"));
        assert_eq!(guess("강남구는 국민권익위원회가 주관한 공공기관 청렴도 평가에서 종합청렴도 우수등급을 받았다고 밝혔다. 이로써 구는 삼년 연속 우수등급을 받았다. 특히 부패 취약 분야를 체계적으로 진단하고").as_deref(), Some("ko"));
        assert_eq!(guess("Oui."), None);
    }

    #[test]
    fn every_language_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(short(*lang).is_some(), "{}", lang.code());
        }
    }
}
