//! The trained weights: a compact file, compiled in, unpacked at first use.
//!
//! Everything in it comes from the training program (`src/train`) and the gold data it names.

use crate::annotate::words::Words;
use std::io::Read;
use std::sync::LazyLock;

/// Labels of stage two: outside, content, source; the first token of a piece has a label of its own.
pub(crate) const LABELS: usize = 5;

/// A table of weights with one number a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// There are `1 << bits` rows.
    pub(crate) bits: u32,
    pub(crate) rows: Vec<i16>,
    /// A weight is `row * scale`.
    pub(crate) scale: f32,
}

impl Table {
    /// Returns the sum of the weights of `rows`.
    pub(crate) fn sum(&self, rows: &[u32]) -> f32 {
        let sum: i32 = rows.iter().map(|&r| i32::from(self.rows[r as usize])).sum();
        sum as f32 * self.scale
    }
}

/// A table of weights with one number a row and label; padded to eight, so that a row is one load and never crosses a cache line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LabelTable {
    pub(crate) bits: u32,
    pub(crate) rows: Vec<[i16; 8]>,
    pub(crate) scale: f32,
    /// `transitions[from][to]`.
    pub(crate) transitions: [[f32; LABELS]; LABELS],
}

/// All that was learnt.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) words: Words,
    pub(crate) endings: Words,
    pub(crate) cues: Table,
    pub(crate) contents: LabelTable,
    pub(crate) judge: Table,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("data/model.bin.zst");
    zstd::decode_all(packed).ok().and_then(|bytes| Model::read(&bytes)).unwrap_or_default()
});

impl Model {
    /// Returns the model compiled in.
    pub(crate) fn get() -> &'static Self {
        &MODEL
    }

    /// Reads an unpacked model file; `None` if it is not one.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader(bytes);
        if r.array::<8>()? != *MAGIC {
            return None;
        }
        let (words, endings) = (r.words()?, r.words()?);
        let cues = r.table()?;
        let mut contents = LabelTable { bits: r.u32()?, scale: r.f32()?, ..LabelTable::default() };
        for from in &mut contents.transitions {
            for to in from {
                *to = r.f32()?;
            }
        }
        contents.rows = vec![[0; 8]; 1 << contents.bits];
        // Stored label by label: the numbers of one label pack better together.
        for label in 0..LABELS {
            for row in &mut contents.rows {
                row[label] = r.i16()?;
            }
        }
        let judge = r.table()?;
        Some(Self { words, endings, cues, contents, judge })
    }
}

const MAGIC: &[u8; 8] = b"onrecrd2";

/// Writes an unpacked model file from its parts.
#[cfg(feature = "train")]
pub(crate) fn write(
    words: &[(u32, u16)],
    endings: &[(u32, u16)],
    cues: &Table,
    contents: &LabelTable,
    judge: &Table,
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for list in [words, endings] {
        out.extend(u32::try_from(list.len()).unwrap_or(0).to_le_bytes());
        for (hash, _) in list {
            out.extend(hash.to_le_bytes());
        }
        for (_, value) in list {
            out.extend(value.to_le_bytes());
        }
    }
    write_table(&mut out, cues);
    out.extend(contents.bits.to_le_bytes());
    out.extend(contents.scale.to_le_bytes());
    out.extend(contents.transitions.iter().flatten().flat_map(|w| w.to_le_bytes()));
    for label in 0..LABELS {
        out.extend(contents.rows.iter().flat_map(|row| row[label].to_le_bytes()));
    }
    write_table(&mut out, judge);
    out
}

#[cfg(feature = "train")]
fn write_table(out: &mut Vec<u8>, table: &Table) {
    out.extend(table.bits.to_le_bytes());
    out.extend(table.scale.to_le_bytes());
    out.extend(table.rows.iter().flat_map(|w| w.to_le_bytes()));
}

/// Reads little-endian numbers from bytes.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        self.0.read_exact(&mut out).ok()?;
        Some(out)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes)
    }

    fn i16(&mut self) -> Option<i16> {
        self.array().map(i16::from_le_bytes)
    }

    fn table(&mut self) -> Option<Table> {
        let (bits, scale) = (self.u32()?, self.f32()?);
        let rows = (0..1usize.checked_shl(bits)?).map(|_| self.i16()).collect::<Option<_>>()?;
        Some(Table { bits, rows, scale })
    }

    fn words(&mut self) -> Option<Words> {
        let n = self.u32()? as usize;
        let hashes: Vec<u32> = (0..n).map(|_| self.u32()).collect::<Option<_>>()?;
        let values: Vec<u16> = (0..n).map(|_| self.array().map(u16::from_le_bytes)).collect::<Option<_>>()?;
        Some(Words::new(&hashes.into_iter().zip(values).collect::<Vec<_>>()))
    }
}
