//! Tables across articles, kept beside the index so that a single question need not draw them up.
//!
//! The file says of which state of the index and of which alias file it was made, and by which rules. If any of these is
//! another one, or the file is damaged or not there, the tables are drawn up as ever: the file decides nothing, it only saves
//! time. Whoever changes the index or the alias file writes it; whoever only reads writes nothing.

use crate::archive::copies::CopyTable;
use crate::archive::state::State;
use crate::index;
use crate::link::{Book, Speakers};
use xxhash_rust::xxh3::xxh3_64;

/// The name of the file in the index directory.
const FILE: &str = "speakers.table";

/// The number of the rules by which tables are drawn up: `build.rs` makes it of the sources of `link` and all that it calls.
const RULES: &str = env!("ONRECORD_RULES");

/// What stands before the tables: what they were made of, their checksum, and how long the first of them is.
const HEAD: usize = 24;

/// Writes the tables of `state` beside the index. That they cannot be written costs time, and nothing else.
pub(super) fn keep(state: &State) {
    let Ok(copies) = state.copies() else { return };
    let Ok(speakers) = state.speakers() else { return };
    let book = speakers.book().bytes();
    let mut body = (book.len() as u64).to_le_bytes().to_vec();
    body.extend(book);
    copies.write(&mut body);
    let mut bytes = made_of(state).to_le_bytes().to_vec();
    bytes.extend(xxh3_64(&body).to_le_bytes());
    bytes.extend(body);
    drop(index::write_beside(state.snapshot.dir(), FILE, &bytes));
}

/// Reads the tables of `state`, if they are kept.
pub(super) fn read(state: &State) -> Option<(Book, CopyTable)> {
    let mut bytes = std::fs::read(state.snapshot.dir().join(FILE)).ok()?;
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    if number(0)? != made_of(state) || number(8)? != xxh3_64(bytes.get(16..)?) {
        return None;
    }
    let end = HEAD.checked_add(usize::try_from(number(16)?).ok()?)?;
    let copies = CopyTable::read(bytes.get(end..)?)?;
    bytes.truncate(end);
    bytes.drain(..HEAD);
    Some((Book::read(bytes)?, copies))
}

/// Returns a number of all that the tables are made of.
fn made_of(state: &State) -> u64 {
    let program = env!("CARGO_PKG_VERSION");
    xxh3_64(format!("{RULES} {program} {:x} {:x}", state.snapshot.number(), state.aliases_number()).as_bytes())
}

/// Returns the speakers of a book, of whom `state` knows the rest.
pub(super) fn speakers_of(book: Book, state: &State) -> Speakers {
    let (snapshot, aliases) = (state.snapshot.clone(), state.aliases().clone());
    Speakers::of_book(book, Box::new(move || Some(Speakers::new(snapshot.voices().ok()?, &aliases))))
}
