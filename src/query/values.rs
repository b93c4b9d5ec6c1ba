//! The values that fields take: names of fields, kinds, languages, dates.

use crate::model::{Date, Kind, Precision};

/// What a field of the language holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Words of the text.
    Text(super::plan::Target),
    /// Words of a name.
    Name(super::ast::NameField),
    /// `kind:`
    Kind,
    /// `lang:`
    Lang,
    /// `after:`
    After,
    /// `before:`
    Before,
    /// `on:`
    On,
    /// `id:`
    Id,
    /// `cluster:`
    Cluster,
}

/// The names of the fields, in the order in which help lists them.
pub(super) const FIELDS: [(&str, Field); 13] = {
    use super::ast::NameField::{By, Outlet, Role, Speaker};
    use super::plan::Target;
    [
        ("speaker", Field::Name(Speaker)),
        ("role", Field::Name(Role)),
        ("said", Field::Text(Target::Said)),
        ("title", Field::Text(Target::Title)),
        ("by", Field::Name(By)),
        ("outlet", Field::Name(Outlet)),
        ("lang", Field::Lang),
        ("kind", Field::Kind),
        ("after", Field::After),
        ("before", Field::Before),
        ("on", Field::On),
        ("id", Field::Id),
        ("cluster", Field::Cluster),
    ]
};

/// The kinds that `kind:` takes.
pub(super) const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

/// English names of languages that `lang:` takes besides codes.
pub(super) const LANGUAGES: [(&str, &str); 24] = [
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// Returns the field called `name`, in any case.
pub(super) fn field(name: &str) -> Option<Field> {
    FIELDS.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|&(_, field)| field)
}

/// Returns the kind called `name`.
pub(super) fn kind(name: &str) -> Option<Kind> {
    [Kind::Direct, Kind::Mixed, Kind::Indirect].into_iter().find(|k| k.name().eq_ignore_ascii_case(name))
}

/// Returns the ISO 639-1 code that `value` is or names.
pub(super) fn language(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|&(_, code)| code.to_owned());
    // `en-GB` and `en_GB` are asked of the language only.
    let code = lower.split(['-', '_']).next().unwrap_or_default();
    named.or_else(|| (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then(|| code.to_owned()))
}

/// Returns the days of the year, month or day that `value` names: the first, and the first after it, as `yyyymmdd` numbers.
///
/// Open parts are 0, as in [`Date::number`], so that a date known to the month lies in its month and year but on none of its days.
pub(super) fn days(value: &str) -> Option<(u32, u32)> {
    let date = Date::parse(value)?;
    let step = match date.precision() {
        Precision::Year => 10_000,
        Precision::Month => 100,
        Precision::Day => 1,
        Precision::Time => return None,
    };
    Some((date.number(), date.number() + step))
}

/// A first day, and the first one that is too late; either may be open.
type Bounds = (Option<u32>, Option<u32>);

/// Returns the days from the first of the one to the last of the other date of a range, `2024-05..2024-07`, which may be open
/// at one end; or those of a single date.
pub(super) fn range(value: &str) -> Option<Bounds> {
    let Some((first, last)) = value.split_once("..") else {
        return days(value).map(|(first, next)| (Some(first), Some(next)));
    };
    let (first, last) = (first.trim(), last.trim());
    let from = if first.is_empty() { None } else { Some(days(first)?.0) };
    let to = if last.is_empty() { None } else { Some(days(last)?.1) };
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from >= to => None,
        bounds => Some(bounds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_years_months_and_days() {
        assert_eq!(days("2024"), Some((20_240_000, 20_250_000)));
        assert_eq!(days("2024-05"), Some((20_240_500, 20_240_600)));
        assert_eq!(days("2024-12-31"), Some((20_241_231, 20_241_232)));
        assert!(["2024-13", "2023-02-29", "24", "2024-05-31T10:00", "yesterday"].iter().all(|v| days(v).is_none()));
    }

    #[test]
    fn ranges_hold_both_their_ends() {
        assert_eq!(range("2024-05..2024-07"), Some((Some(20_240_500), Some(20_240_800))));
        assert_eq!(range("2024-05-31..2025"), Some((Some(20_240_531), Some(20_260_000))));
        assert_eq!(range("2024.."), Some((Some(20_240_000), None)));
        assert_eq!(range("..2024-05-31"), Some((None, Some(20_240_532))));
        assert_eq!(range("2024"), Some((Some(20_240_000), Some(20_250_000))));
        assert!(["..", "2025..2024", "2024..x", "2024..2025..2026", "2024...2025"].iter().all(|v| range(v).is_none()));
    }

    #[test]
    fn languages_by_code_or_name() {
        assert_eq!(language("EN-gb").as_deref(), Some("en"));
        assert_eq!(language("German").as_deref(), Some("de"));
        assert_eq!(language("klingon"), None);
    }
}
