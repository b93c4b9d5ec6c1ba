//! The weights by which a pronoun chooses among persons.

/// Makes the enum and the list of its names.
macro_rules! features {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What may be true of a person when a pronoun asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Feature {
            $($(#[$doc])* $name,)*
        }

        const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

features! {
    SameSentence,
    OneBack,
    OneBackSubject,
    TwoBack,
    FarBack,
    SameParagraph,
    PreviousParagraph,
    OlderParagraph,
    FirstOfSentence,
    FirstOfParagraph,
    Subject,
    MidSubject,
    /// Last met by a pronoun.
    Chain,
    GenderKnown,
    GenderAgainst,
    LastAntecedent,
    LastSpeaker,
    LastSpeakerNewParagraph,
    RecentSpeaker,
    RecentSubject,
    Possessive,
    AfterPreposition,
    Relative,
    Quoted,
    OneWordNoGender,
    OnlyAtStarts,
    Place,
    Unproven,
    /// Only described: `a nurse`.
    Unnamed,
    UnnamedGender,
    /// In this sentence, as its subject.
    SubjectHere,
    /// In this sentence, and no person between.
    NearestHere,
    /// In this sentence, as one who says something: "Lee said she would".
    SpokeHere,
    /// The pronoun says something, and this one spoke last: "he added".
    SpeaksAgain,
    /// The pronoun says something, and this one is the subject of the sentence before.
    SpeaksAfterSubject,
    /// The pronoun is an object, this one the subject of the sentence.
    ObjectOfSubject,
    /// The pronoun is an owner, this one the subject of the sentence.
    OwnerOfSubject,
    /// The pronoun stands in marks, and this one spoke last.
    QuotedSpeaker,
    /// Nobody else was met since.
    Latest,
    /// In a line like a headline.
    InHeadline,
    /// One word that is mostly no name: `Alongside`.
    Ordinary,
    /// The last word belongs to peoples, bodies, places: `Dalits`.
    Thing,
    /// Introduced as somebody else's: `her brother Zev Ohl`.
    Kin,
}

const COUNT: usize = NAMES.len();

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features(u64);

impl Features {
    pub(super) fn set(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u8;
    }

    #[cfg(feature = "train")]
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    pub(super) fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u8 & 1 == 1
    }
}

/// In the order of [`Feature`]: what `train --pronouns` prints for the 840 training articles, the chains of coreference of
/// their automatic analysis, and the speakers that readers named in the 432 of `src/train/gold/news.jsonl`.
const WEIGHTS: [f32; COUNT] = [
    2.64, 1.56, 0.55, 0.91, -1.63, 0.61, 0.18, -0.67, 0.42, 0.43, -0.44, 0.16, 0.38, 0.84, -0.83, 0.42, -0.05, 0.49,
    0.00, -0.09, 0.38, 0.06, 0.47, -1.08, -0.08, 0.11, 0.00, -0.76, -0.75, -0.07, 1.09, 0.24, -0.33, 0.78, 0.55, -0.08,
    -0.11, -1.27, -0.06, -0.63, -1.53, -0.45, -0.61,
];

/// What each feature of a set adds, in no order.
pub(super) fn parts(features: Features) -> impl Iterator<Item = (&'static str, f32)> {
    let all = NAMES.iter().zip(WEIGHTS).enumerate();
    all.filter(move |(i, _)| features.0 >> i & 1 == 1).map(|(_, (name, weight))| (*name, weight))
}

/// The sum of the weights of a set.
pub(super) fn score(features: Features) -> f32 {
    let mut bits = features.0;
    let mut sum = 0.0;
    while bits != 0 {
        sum += WEIGHTS.get(bits.trailing_zeros() as usize).copied().unwrap_or(0.0);
        bits &= bits - 1;
    }
    sum
}
