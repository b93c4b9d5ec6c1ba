//! Whether two prints are the same words: word for word, where the gaps of either may stand for words of the other, and the end of
//! one may be missing.

use crate::link::copies::print::GAP;

/// Returns how many words two prints share from their beginnings on, up to the end of one of them; `None` if other words stand
/// there.
pub(super) fn shared(one: &[u16], other: &[u16]) -> Option<u32> {
    if !one.contains(&GAP) && !other.contains(&GAP) {
        let common = one.len().min(other.len());
        return (one[..common] == other[..common]).then_some(common as u32);
    }
    let width = other.len() + 1;
    // How many words are shared at best up to each place of both; none where no way leads.
    let mut best: Vec<Option<u32>> = vec![None; (one.len() + 1) * width];
    best[0] = Some(0);
    let mut most = None;
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            let Some(here) = best[i * width + j] else { continue };
            if i == one.len() || j == other.len() {
                most = most.max(Some(here));
                continue;
            }
            let mut reach = |i: usize, j: usize, count: u32| {
                let place = &mut best[i * width + j];
                *place = (*place).max(Some(count));
            };
            let gap = one[i] == GAP || other[j] == GAP;
            if one[i] == other[j] {
                reach(i + 1, j + 1, here + u32::from(!gap));
            }
            if gap {
                // The gap ends, or it takes a word of the other in.
                reach(i + 1, j, here);
                reach(i, j + 1, here);
            }
        }
    }
    most
}
