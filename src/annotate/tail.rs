//! Where a content stops although words follow: the narrator's tail behind a closing mark.

use crate::annotate::doc::{Doc, Quoted};
use crate::annotate::lists::{DAYS, VENUES};
use crate::annotate::token::{Range, hash_of};

/// The longest tail looked at, in tokens.
const LONGEST: usize = 9;

/// Cuts off what tells where or when the words were said: `… “a mess” in a radio interview on Monday`.
///
/// Such a tail reads like a part of an indirect content, but behind a closing mark it is the narrator's.
pub(crate) fn cut(doc: &Doc, piece: &mut Range) {
    let first = piece.end.saturating_sub(LONGEST).max(piece.start);
    let Some(close) = (first..piece.end).rev().find(|&i| doc.quoted[i] == Quoted::Closing) else { return };
    let tail = Range { start: close + 1, end: piece.end };
    let word = |i: usize| doc.tokens[i].word;
    if tail.start == tail.end || !tail.iter().all(|i| doc.tokens[i].is_word()) {
        return;
    }
    let when = |from: usize| {
        let from = if from < tail.end && word(from) == hash_of("on") { from + 1 } else { from };
        (from..tail.end).all(|i| DAYS.has(word(i)))
    };
    let opens = [hash_of("in"), hash_of("during")].contains(&word(tail.start))
        && tail.start + 1 < tail.end
        && [hash_of("a"), hash_of("an")].contains(&word(tail.start + 1));
    // The place may be named behind the piece's end: the piece then stops in the middle of it.
    let reach = doc.sentence_of(close).end.min(tail.start + 7);
    let venue = (tail.start + 2..reach).find(|&i| VENUES.has(word(i)));
    let narrated = when(tail.start) || (opens && venue.is_some_and(|v| v + 1 >= tail.end || when(v + 1)));
    if narrated {
        piece.end = tail.start;
    }
}
