//! How often words stand in records, from the lists of their terms.

use crate::error::Result;
use crate::index::collect::address;
use crate::index::lower::{text_term, written};
use crate::index::pairs;
use crate::index::schema::Unit;
use crate::index::snapshot::Snapshot;
use crate::query::{Found, Node};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

/// The terms that a leaf is counted by: those that count, and those that take away.
#[derive(Default)]
struct Counting {
    more: Vec<Term>,
    less: Vec<Term>,
}

impl Snapshot {
    /// Returns how often `leaf` stands in each of these records of a kind, which are in the order of the index; `None` if its
    /// terms cannot tell. What runs on behind a narrator or over the end of a paragraph does not count.
    pub(super) fn count_in(&self, leaf: &Node, unit: Unit, found: &[Found]) -> Result<Option<Vec<u32>>> {
        let Some(counting) = self.counting(leaf, unit) else { return Ok(None) };
        let mut counts = vec![0; found.len()];
        let count = |term: &Term, add: &mut dyn FnMut(usize, u32)| self.each_count(term, found, add);
        for term in &counting.more {
            count(term, &mut |i, count| counts[i] += count).map_err(|err| self.error(&err))?;
        }
        for term in &counting.less {
            count(term, &mut |i, count| counts[i] = counts[i].saturating_sub(count)).map_err(|err| self.error(&err))?;
        }
        Ok(Some(counts))
    }

    fn counting(&self, leaf: &Node, unit: Unit) -> Option<Counting> {
        let texts = self.fields.texts(unit);
        match leaf {
            Node::Word { stems, .. } => {
                let more = stems.iter().map(|stem| text_term(texts.stems, stem)).collect();
                Some(Counting { more, ..Counting::default() })
            }
            Node::Phrase { words, .. } => match written(words).as_slice() {
                [one] => Some(Counting { more: vec![text_term(texts.words, &one.word)], ..Counting::default() }),
                // Of a word that follows itself three times, pairs overlap.
                [one, two] if two.gap == 0 && one.word != two.word => {
                    let pair = pairs::pair(&one.word, &two.word)?;
                    let less = vec![Term::from_field_text(texts.pairs, &pairs::parted(&pair))];
                    Some(Counting { more: vec![Term::from_field_text(texts.pairs, &pair)], less })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Tells of each of the records that has `term` how often.
    fn each_count(&self, term: &Term, found: &[Found], add: &mut dyn FnMut(usize, u32)) -> tantivy::Result<()> {
        let mut start = 0;
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let here = |f: &Found| address(f.article).segment_ord as usize == segment;
            let count = found[start..].iter().take_while(|f| here(f)).count();
            let range = start..start + count;
            start = range.end;
            if count == 0 {
                continue;
            }
            let Some(mut list) =
                reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            for i in range {
                let at = found[i].record;
                if list.doc() < at {
                    list.seek(at);
                }
                if list.doc() == at {
                    add(i, list.term_freq());
                }
            }
        }
        Ok(())
    }
}
