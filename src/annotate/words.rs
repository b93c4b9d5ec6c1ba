//! The word table: for each known word its usual part of speech and how often it reports speech.

/// Coarse parts of speech; the discriminants are stored in the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(clippy::upper_case_acronyms)]
pub(crate) enum Tag {
    Nnp,
    Nn,
    Vbd,
    Vbn,
    Vbg,
    Vb,
    Vbz,
    Md,
    To,
    In,
    Dt,
    Cc,
    Cd,
    Pos,
    Prp,
    PrpS,
    Jj,
    Rb,
    Wh,
    X,
    Comma,
    Stop,
    Colon,
    Dash,
    Mark,
    Bracket,
    Edge,
}

impl Tag {
    /// Every tag, in the order of its number.
    pub(crate) const ALL: [Self; 27] = {
        use Tag::*;
        [
            Nnp, Nn, Vbd, Vbn, Vbg, Vb, Vbz, Md, To, In, Dt, Cc, Cd, Pos, Prp, PrpS, Jj, Rb, Wh, X, Comma, Stop, Colon,
            Dash, Mark, Bracket, Edge,
        ]
    };

    pub(crate) fn from_number(n: u8) -> Self {
        Self::ALL.get(n as usize).copied().unwrap_or(Self::X)
    }

    /// Returns the coarse tag of a Penn Treebank tag.
    #[cfg(feature = "train")]
    pub(crate) fn from_penn(tag: &str) -> Self {
        match tag {
            "NNP" | "NNPS" => Self::Nnp,
            "NN" | "NNS" => Self::Nn,
            "VBD" => Self::Vbd,
            "VBN" => Self::Vbn,
            "VBG" => Self::Vbg,
            "VB" => Self::Vb,
            "VBZ" | "VBP" => Self::Vbz,
            "MD" => Self::Md,
            "TO" => Self::To,
            "IN" | "RP" => Self::In,
            "DT" | "PDT" => Self::Dt,
            "CC" => Self::Cc,
            "CD" => Self::Cd,
            "POS" => Self::Pos,
            "PRP" => Self::Prp,
            "PRP$" => Self::PrpS,
            "JJ" | "JJR" | "JJS" => Self::Jj,
            "RB" | "RBR" | "RBS" => Self::Rb,
            "WP" | "WP$" | "WDT" | "WRB" => Self::Wh,
            "," => Self::Comma,
            "." => Self::Stop,
            ":" => Self::Colon,
            "``" | "''" => Self::Mark,
            "-LRB-" | "-RRB-" => Self::Bracket,
            _ => Self::X,
        }
    }

    pub(crate) fn is_verb(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbn | Self::Vbg | Self::Vb | Self::Vbz | Self::Md)
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) tag: Tag,
    /// How often the word is a cue where it occurs: 0 never, then 1 to 5.
    pub(crate) class: u8,
    /// Which words it is used like; 0 if that is not known.
    pub(crate) cluster: u8,
}

/// An open-addressing table from word hashes to entries.
#[derive(Debug, Default)]
pub(crate) struct Words {
    slots: Vec<(u32, u16)>,
    mask: usize,
}

const EMPTY: u16 = u16::MAX;

impl Words {
    pub(crate) fn new(entries: &[(u32, u16)]) -> Self {
        let size = (entries.len() * 2 + 1).next_power_of_two();
        let mut words = Self { slots: vec![(0, EMPTY); size], mask: size - 1 };
        for &(hash, value) in entries {
            let mut i = hash as usize & words.mask;
            while words.slots[i].1 != EMPTY && words.slots[i].0 != hash {
                i = (i + 1) & words.mask;
            }
            words.slots[i] = (hash, value);
        }
        words
    }

    pub(crate) fn get(&self, hash: u32) -> Option<u16> {
        if self.slots.is_empty() {
            return None;
        }
        let mut i = hash as usize & self.mask;
        loop {
            let (h, value) = self.slots[i];
            if value == EMPTY {
                return None;
            }
            if h == hash {
                return Some(value);
            }
            i = (i + 1) & self.mask;
        }
    }
}

/// Packs an entry into the table's value.
#[cfg(feature = "train")]
pub(crate) fn pack(entry: Entry) -> u16 {
    u16::from(entry.tag as u8) | u16::from(entry.class) << 5 | u16::from(entry.cluster) << 8
}

/// Unpacks a value of the table.
pub(crate) fn unpack(value: u16) -> Entry {
    let [low, cluster] = value.to_le_bytes();
    Entry { tag: Tag::from_number(low & 31), class: low >> 5, cluster }
}
