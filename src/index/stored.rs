//! An article with its annotations as it is stored: numbers and texts one after the other, without names.
//!
//! A search reads the articles of all its hits, so what is stored is read in one pass, in the order of the fields, with nothing
//! looked up. Numbers take as many bytes as they need, texts are their length and their bytes, and lists their length and what
//! is in them. All of it is text, which the engine reads faster than bytes: numbers are written in the characters of ASCII, six
//! bits each. What is damaged is read as nothing. A change of this layout is a new format of the index (`schema::FORMAT`).

use crate::model::{
    Annotated, Annotations, Article, Candidate, Date, FoundDate, Kind, OffsetMap, Precision, Quote, Span, Speaker,
    SpeakerKind, Warning,
};

/// Returns what is stored of an article.
pub(super) fn write(annotated: &Annotated) -> String {
    let article = &annotated.article;
    let mut out = Out(String::with_capacity(article.text.len() * 5 / 4 + 512));
    out.article(article);
    out.list(&annotated.annotations.quotes, Out::quote);
    out.list(&annotated.annotations.speakers, Out::speaker);
    out.0
}

/// Reads what [`write()`] wrote; `None` if it is something else.
pub(super) fn read(text: &str) -> Option<Annotated> {
    let mut stored = In(text);
    let article = stored.article()?;
    let annotations = Annotations { quotes: stored.list(In::quote)?, speakers: stored.list(In::speaker)? };
    stored.0.is_empty().then_some(Annotated { article, annotations })
}

/// The least number that does not fit into one character.
const MANY: u32 = 1 << 6;

struct Out(String);

impl Out {
    fn number(&mut self, mut number: u32) {
        while number >= MANY {
            self.0.push(char::from((number % MANY + MANY) as u8));
            number /= MANY;
        }
        self.0.push(char::from(number as u8));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.push_str(text);
    }

    fn maybe<T: ?Sized>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.number(u32::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, list: &[T], write: impl Fn(&mut Self, &T)) {
        self.number(list.len() as u32);
        list.iter().for_each(|one| write(self, one));
    }

    fn article(&mut self, article: &Article) {
        let Article { path, record, id, url, title, authors, published, modified, dates, outlet, wire, .. } = article;
        let Article { section, place, language, text, captions, credits, warnings, given, .. } = article;
        self.text(path);
        self.number(*record);
        self.text(id);
        [url, title].into_iter().for_each(|text| self.maybe(text.as_deref(), Self::text));
        self.list(authors, |out, author| out.text(author));
        [published, modified]
            .into_iter()
            .for_each(|date| self.maybe(date.as_ref(), |out, date| out.text(date.as_str())));
        self.list(dates, Self::date);
        for text in [outlet, wire, section, place, language] {
            self.maybe(text.as_deref(), Self::text);
        }
        self.text(text);
        [captions, credits].into_iter().for_each(|list| self.list(list, |out, text| out.text(text)));
        self.list(warnings, |out, warning| {
            out.text(&warning.rule);
            out.text(&warning.text);
        });
        self.maybe(given.as_ref(), |out, map| {
            out.list(&map.runs(), |out, run| run.iter().for_each(|number| out.number(*number)));
        });
    }

    fn date(&mut self, date: &FoundDate) {
        self.text(date.value.as_str());
        self.text(&date.source);
        self.number(date.precision as u32);
    }

    fn span(&mut self, span: Span) {
        self.number(span.start() as u32);
        self.number(span.len() as u32);
    }

    fn quote(&mut self, quote: &Quote) {
        let Quote { spans, kind, kinds, cue, source, speaker, confidence, rule, candidates, parent } = quote;
        self.list(spans, |out, span| out.span(*span));
        self.number(*kind as u32);
        self.list(kinds, |out, kind| out.number(*kind as u32));
        [cue, source].into_iter().for_each(|span| self.maybe(span.as_ref(), |out, span| out.span(*span)));
        self.maybe(speaker.as_ref(), |out, speaker| out.number(*speaker));
        self.number(confidence.to_bits());
        self.text(rule);
        self.list(candidates, |out, candidate| {
            out.number(candidate.speaker);
            out.number(candidate.confidence.to_bits());
        });
        self.maybe(parent.as_ref(), |out, parent| out.number(*parent));
    }

    fn speaker(&mut self, speaker: &Speaker) {
        let Speaker { name, kind, roles, aliases } = speaker;
        self.text(name);
        self.number(*kind as u32);
        [roles, aliases].into_iter().for_each(|list| self.list(list, |out, text| out.text(text)));
    }
}

/// What is still to be read.
struct In<'a>(&'a str);

impl In<'_> {
    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for (i, &byte) in self.0.as_bytes().iter().take(6).enumerate() {
            let byte = u32::from(byte);
            number |= (byte % MANY) << (6 * i);
            if byte < MANY {
                self.0 = self.0.get(i + 1..)?;
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text.to_owned())
    }

    fn float(&mut self) -> Option<f32> {
        self.number().map(f32::from_bits)
    }

    fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => Some(Some(read(self)?)),
            _ => None,
        }
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()? as usize;
        // Whatever is in a list takes a byte at least.
        let mut list = Vec::with_capacity(length.min(self.0.len()));
        for _ in 0..length {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn article(&mut self) -> Option<Article> {
        let date = |stored: &mut Self| Some(Date::stored(stored.text()?));
        Some(Article {
            path: self.text()?,
            record: self.number()?,
            id: self.text()?,
            url: self.maybe(Self::text)?,
            title: self.maybe(Self::text)?,
            authors: self.list(Self::text)?,
            published: self.maybe(date)?,
            modified: self.maybe(date)?,
            dates: self.list(Self::date)?,
            outlet: self.maybe(Self::text)?,
            wire: self.maybe(Self::text)?,
            section: self.maybe(Self::text)?,
            place: self.maybe(Self::text)?,
            language: self.maybe(Self::text)?,
            text: self.text()?,
            captions: self.list(Self::text)?,
            credits: self.list(Self::text)?,
            warnings: self.list(|stored| Some(Warning { rule: stored.text()?, text: stored.text()? }))?,
            given: self.maybe(Self::map)?,
            given_text: None,
            edition: None,
        })
    }

    fn map(&mut self) -> Option<OffsetMap> {
        let run = |stored: &mut Self| Some([stored.number()?, stored.number()?, stored.number()?]);
        Some(OffsetMap::of_runs(&self.list(run)?))
    }

    fn date(&mut self) -> Option<FoundDate> {
        let (value, source) = (Date::stored(self.text()?), self.text()?);
        let all = [Precision::Year, Precision::Month, Precision::Day, Precision::Time];
        Some(FoundDate { value, source, precision: self.one_of(all)? })
    }

    fn one_of<T: Copy, const N: usize>(&mut self, all: [T; N]) -> Option<T> {
        all.get(self.number()? as usize).copied()
    }

    fn span(&mut self) -> Option<Span> {
        let (start, length) = (self.number()?, self.number()?);
        Some(Span::new(start as usize, start.checked_add(length)? as usize))
    }

    fn kind(&mut self) -> Option<Kind> {
        self.one_of([Kind::Direct, Kind::Mixed, Kind::Indirect])
    }

    fn quote(&mut self) -> Option<Quote> {
        Some(Quote {
            spans: self.list(Self::span)?,
            kind: self.kind()?,
            kinds: self.list(Self::kind)?,
            cue: self.maybe(Self::span)?,
            source: self.maybe(Self::span)?,
            speaker: self.maybe(Self::number)?,
            confidence: self.float()?,
            rule: self.text()?,
            candidates: self
                .list(|stored| Some(Candidate { speaker: stored.number()?, confidence: stored.float()? }))?,
            parent: self.maybe(Self::number)?,
        })
    }

    fn speaker(&mut self) -> Option<Speaker> {
        let name = self.text()?;
        let all = [SpeakerKind::Person, SpeakerKind::Organisation, SpeakerKind::Unnamed, SpeakerKind::Unknown];
        Some(Speaker { name, kind: self.one_of(all)?, roles: self.list(Self::text)?, aliases: self.list(Self::text)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article in which every field says something.
    fn full() -> Annotated {
        let text = "“We row,” said Ilse Brandvold.\nNobody rowed.".to_owned();
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let some = |text: &str| Some(text.to_owned());
        let found = |iso: &str, precision| FoundDate {
            value: Date::parse(iso).unwrap(),
            source: "field:date".to_owned(),
            precision,
        };
        let mut given = OffsetMap::default();
        given.push(0, 3, 12);
        given.push(12, 300, 31);
        let article = Article {
            path: "a/b.json".to_owned(),
            record: 300,
            id: "b".to_owned(),
            url: some("https://example.org/b"),
            title: some("Rowing"),
            authors: texts(&["Odo Marsh", "Agency"]),
            published: Date::parse("2024-05-31T18:05:00+02:00"),
            modified: Date::parse("2024-06"),
            dates: vec![found("2024", Precision::Year), found("2024-05-31", Precision::Day)],
            outlet: some("The Ferry"),
            wire: some("Agency"),
            section: some("Sport"),
            place: some("Tarnwick"),
            language: some("en"),
            text,
            captions: texts(&["A boat"]),
            credits: texts(&["Ada Finch helped"]),
            warnings: vec![Warning { rule: "byline".to_owned(), text: "By Odo Marsh".to_owned() }],
            given: Some(given),
            given_text: None,
            edition: None,
        };
        let quote = |speaker, parent| Quote {
            spans: vec![Span::new(0, 13), Span::new(200, 70_000)],
            kind: Kind::Mixed,
            kinds: vec![Kind::Direct, Kind::Indirect],
            cue: Some(Span::new(14, 18)),
            source: Some(Span::new(19, 33)),
            speaker,
            confidence: 0.625,
            rule: "cue".to_owned(),
            candidates: vec![Candidate { speaker: 1, confidence: 0.25 }],
            parent,
        };
        let speaker = Speaker {
            name: "Ilse Brandvold".to_owned(),
            kind: SpeakerKind::Organisation,
            roles: texts(&["mayor"]),
            aliases: texts(&["Brandvold", "she"]),
        };
        let quotes = vec![quote(Some(0), None), quote(None, Some(0))];
        Annotated { article, annotations: Annotations { quotes, speakers: vec![speaker, Speaker::default()] } }
    }

    #[test]
    fn what_is_stored_comes_back() {
        for annotated in [full(), Annotated::default()] {
            assert_eq!(read(&write(&annotated)), Some(annotated));
        }
    }

    #[test]
    fn what_is_cut_short_is_nothing_and_what_is_changed_does_no_harm() {
        let text = write(&full());
        assert!((0..text.len()).filter_map(|end| text.get(..end)).all(|part| read(part).is_none()));
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(*at + 1)) {
            for other in ["", "\0", "\u{1}", "?", "\u{7f}", "é"] {
                let mut changed = text.clone();
                changed.replace_range(at..=at, other);
                drop(read(&changed));
            }
        }
    }
}
