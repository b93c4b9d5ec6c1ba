//! Values of a column that several articles share, found in memory that does not grow with the number of articles by more than
//! a count each: the columns of all segments are read side by side, in the order of their texts.

use crate::error::Result;
use crate::index::schema::Unit;
use crate::index::snapshot::Snapshot;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

/// A column of one segment, and how many living articles have each of its texts.
struct Counted {
    column: StrColumn,
    counts: Vec<u32>,
}

impl Snapshot {
    /// Returns the first `most` ids that several articles have, with how many have each, and how many such ids there are.
    pub(crate) fn shared_ids(&self, most: usize) -> Result<(Vec<(String, u64)>, usize)> {
        self.read_shared("id", most).map_err(|err| self.error(&err))
    }

    fn read_shared(&self, name: &str, most: usize) -> tantivy::Result<(Vec<(String, u64)>, usize)> {
        let counted = self.searcher.segment_readers().iter().map(|reader| self.counted(reader, name));
        let counted: Vec<Counted> = counted.collect::<tantivy::Result<Vec<_>>>()?.into_iter().flatten().collect();
        let mut streams =
            counted.iter().map(|c| c.column.dictionary().stream()).collect::<std::io::Result<Vec<_>>>()?;
        let mut places = vec![0_usize; streams.len()];
        let mut heads = BinaryHeap::new();
        for (at, stream) in streams.iter_mut().enumerate() {
            if stream.advance() {
                heads.push(Reverse((stream.key().to_vec(), at)));
            }
        }
        let (mut first, mut shared) = (Vec::new(), 0);
        let mut text: Vec<u8> = Vec::new();
        let mut count = 0;
        let mut end = |text: &[u8], count: u64| {
            if count > 1 {
                shared += 1;
                if first.len() < most {
                    first.push((String::from_utf8_lossy(text).into_owned(), count));
                }
            }
        };
        while let Some(Reverse((next, at))) = heads.pop() {
            if next != text {
                end(&text, count);
                (text, count) = (next, 0);
            }
            count += u64::from(counted[at].counts.get(places[at]).copied().unwrap_or(0));
            places[at] += 1;
            if streams[at].advance() {
                heads.push(Reverse((streams[at].key().to_vec(), at)));
            }
        }
        end(&text, count);
        Ok((first, shared))
    }

    fn counted(&self, reader: &SegmentReader, name: &str) -> tantivy::Result<Option<Counted>> {
        let Some(column) = reader.fast_fields().str(name)? else { return Ok(None) };
        let mut counts = vec![0_u32; column.num_terms()];
        self.each_doc(reader, Unit::Article, &mut |doc| {
            for ord in column.ords().values_for_doc(doc) {
                if let Some(count) = counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
            Ok(())
        })?;
        Ok(Some(Counted { column, counts }))
    }
}
