//! Which segments are merged: few large ones, but none so large that merging it takes much memory.
//!
//! The engine maps all that it merges, so that the size of what is merged is what a merge takes. Segments of like size are
//! merged when there are many, as the engine itself would, up to a bound in bytes: an index of any size is then a number of
//! segments of about that size.

use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use tantivy::index::SegmentMeta;
use tantivy::indexer::{MergeCandidate, MergePolicy};

/// So many bytes are merged at one time at most.
const MOST_BYTES: u64 = 512 << 20;

/// So many segments of like size are merged.
const ENOUGH: usize = 4;

/// Segments below this are of like size.
const SMALL: u64 = 4 << 20;

/// How much larger, as a power of two, the largest of like size is than the smallest.
const WIDTH: f64 = 0.75;

/// From which part of deleted records on a segment is written anew to be rid of them.
const MOST_DELETED: f64 = 0.2;

/// Merges segments of like size up to a bound.
#[derive(Debug)]
pub(super) struct BoundedMerges {
    dir: PathBuf,
}

/// What decides of a segment.
#[derive(Clone, Copy, Debug)]
struct Size {
    bytes: u64,
    deleted: f64,
}

impl BoundedMerges {
    /// Returns the policy of the index in `dir`.
    pub(super) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Returns how many bytes the files of each segment are, by its name, which is the beginning of theirs.
    fn bytes(&self) -> FxHashMap<String, u64> {
        let mut bytes: FxHashMap<String, u64> = FxHashMap::default();
        for file in std::fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let name = file.file_name();
            if let (Some((segment, _)), Ok(about)) = (name.to_string_lossy().split_once('.'), file.metadata()) {
                *bytes.entry(segment.to_owned()).or_default() += about.len();
            }
        }
        bytes
    }
}

impl MergePolicy for BoundedMerges {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let bytes = self.bytes();
        let size = |segment: &SegmentMeta| Size {
            bytes: bytes.get(&segment.id().uuid_string()).copied().unwrap_or(0),
            deleted: f64::from(segment.num_deleted_docs()) / f64::from(segment.max_doc().max(1)),
        };
        let sizes: Vec<Size> = segments.iter().map(size).collect();
        let merges = merges(&sizes);
        merges.into_iter().map(|merge| MergeCandidate(merge.iter().map(|&at| segments[at].id()).collect())).collect()
    }
}

/// Returns which of the segments to merge with each other, by their places.
fn merges(sizes: &[Size]) -> Vec<Vec<usize>> {
    let stale = |at: &usize| sizes[*at].deleted > MOST_DELETED;
    let (anew, mut rest): (Vec<usize>, Vec<usize>) = (0..sizes.len()).partition(stale);
    let mut merges: Vec<Vec<usize>> = anew.into_iter().map(|at| vec![at]).collect();
    rest.sort_by_key(|&at| (sizes[at].bytes, at));
    let magnitude = |at: usize| (sizes[at].bytes.max(SMALL) as f64).log2();
    while let Some(&least) = rest.first() {
        let level = rest.partition_point(|&at| magnitude(at) <= magnitude(least) + WIDTH);
        let larger = rest.split_off(level);
        if rest.len() >= ENOUGH {
            merges.extend(packs(&rest, sizes));
        }
        rest = larger;
    }
    merges
}

/// Cuts segments, the least first, into packs of two or more that stay below the bound.
fn packs(segments: &[usize], sizes: &[Size]) -> Vec<Vec<usize>> {
    let mut packs = vec![Vec::new()];
    let mut bytes = 0;
    for &at in segments {
        if bytes + sizes[at].bytes > MOST_BYTES {
            packs.push(Vec::new());
            bytes = 0;
        }
        bytes += sizes[at].bytes;
        if let Some(pack) = packs.last_mut() {
            pack.push(at);
        }
    }
    packs.retain(|pack| pack.len() > 1);
    packs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(mebibytes: &[u64]) -> Vec<Size> {
        mebibytes.iter().map(|m| Size { bytes: m << 20, deleted: 0.0 }).collect()
    }

    #[test]
    fn many_of_like_size_are_merged() {
        assert!(merges(&sized(&[30; 3])).is_empty());
        assert_eq!(merges(&sized(&[30; 4])), [(0..4).collect::<Vec<_>>()]);
        assert_eq!(merges(&sized(&[200, 1, 2, 1, 3, 1, 2, 1, 1, 90])), [vec![1, 3, 5, 7, 8, 2, 6, 4]]);
    }

    #[test]
    fn segments_with_much_deleted_are_written_anew() {
        let mut sizes = sized(&[30, 5000]);
        sizes[1].deleted = 0.3;
        assert_eq!(merges(&sizes), [vec![1]]);
    }

    #[test]
    fn no_merge_is_larger_than_the_bound_and_merging_ends() {
        // As a long run makes them: one more of about the same size each time.
        let mut sizes: Vec<u64> = Vec::new();
        let mut written = 0;
        for n in 0..2000_u64 {
            sizes.push((25 + n * 7919 % 13) << 20);
            loop {
                let all: Vec<Size> = sizes.iter().map(|&bytes| Size { bytes, deleted: 0.0 }).collect();
                let found = merges(&all);
                if found.is_empty() {
                    break;
                }
                let mut gone: Vec<usize> = found.iter().flatten().copied().collect();
                for merge in &found {
                    let bytes: u64 = merge.iter().map(|&at| sizes[at]).sum();
                    assert!(bytes <= MOST_BYTES && merge.len() > 1, "{merge:?}");
                    written += bytes;
                    sizes.push(bytes);
                }
                gone.sort_unstable();
                for at in gone.into_iter().rev() {
                    sizes.remove(at);
                }
            }
        }
        let all: u64 = sizes.iter().sum();
        assert!(sizes.len() as u64 <= all / (MOST_BYTES / 2) + 30, "{} segments", sizes.len());
        assert!(written <= 4 * all, "everything was written {} times", written / all);
    }
}
