//! Tables across articles, kept beside the index so that a single question need not draw them up.
//!
//! The file says of which state of the index and of which alias file it was made, and by which rules. If any of these is
//! another one, or the file is damaged or not there, the tables are drawn up as ever: the file decides nothing, it only saves
//! time. Whoever changes the index or the alias file writes it; whoever only reads writes nothing.

use crate::archive::copies::CopyTable;
use crate::archive::state::State;
use crate::index;
use crate::link::{Book, Speakers};
use crate::model::Date;
use crate::query::{Retrieve, Scope, Searched};
use std::io::Read;
use xxhash_rust::xxh3::xxh3_64;

/// The name of the file in the index directory.
const FILE: &str = "speakers.table";

/// The number of the rules by which tables are drawn up: `build.rs` makes it of the sources that decide them.
const RULES: &str = env!("ONRECORD_RULES");

/// Articles and quotations of the largest index whose tables are kept: drawing up those of a larger one takes more memory
/// than indexing it, which only a question that needs them should take.
const MOST: u64 = 700_000;

/// What stands before the tables: what they were made of, their checksum, and where the copies and what was searched begin.
const HEAD: usize = 32;

/// Writes the tables of `state` beside the index. That they cannot be written costs time, and nothing else.
pub(super) fn keep(state: &State) {
    let Ok(searched) = state.snapshot.searched(&Scope::default()) else { return };
    if searched.articles + searched.quotes > MOST {
        return;
    }
    let Ok(copies) = state.copies() else { return };
    let Ok(speakers) = state.speakers() else { return };
    let book = speakers.book().bytes();
    let mut table = Vec::new();
    copies.write(&mut table);
    let ends = [HEAD + book.len(), HEAD + book.len() + table.len()];
    let mut body: Vec<u8> = ends.iter().flat_map(|end| (*end as u64).to_le_bytes()).collect();
    body.extend(book);
    body.extend(table);
    body.extend(written(&searched).as_bytes());
    let mut bytes = made_of(state).to_le_bytes().to_vec();
    bytes.extend(xxh3_64(&body).to_le_bytes());
    bytes.extend(body);
    drop(index::write_beside(state.snapshot.dir(), FILE, &bytes));
}

/// Writes the tables of `state` if those beside the index are not of this state, as after any change, or a new program.
pub(super) fn renew(state: &State) {
    let mut number = [0; 8];
    let file = std::fs::File::open(state.snapshot.dir().join(FILE));
    let is_read = file.and_then(|mut file| file.read_exact(&mut number)).is_ok();
    if !is_read || u64::from_le_bytes(number) != made_of(state) {
        keep(state);
    }
}

/// Reads the tables of `state`, if they are kept, and what is searched in it.
pub(super) fn read(state: &State) -> Option<(Book, CopyTable, Searched)> {
    let mut bytes = std::fs::read(state.snapshot.dir().join(FILE)).ok()?;
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    if number(0)? != made_of(state) || number(8)? != xxh3_64(bytes.get(16..)?) {
        return None;
    }
    let (end, last) = (usize::try_from(number(16)?).ok()?, usize::try_from(number(24)?).ok()?);
    let copies = CopyTable::read(bytes.get(end..last)?)?;
    let searched = searched(std::str::from_utf8(bytes.get(last..)?).ok()?)?;
    bytes.truncate(end);
    Some((Book::read(bytes, HEAD)?, copies, searched))
}

/// Writes down what is searched: numbers and dates, a line each.
fn written(searched: &Searched) -> String {
    let Searched { articles, quotes, outlets, from, to } = searched;
    let date = |date: &Option<Date>| date.as_ref().map_or("", Date::as_str).to_owned();
    format!("{articles}\n{quotes}\n{outlets}\n{}\n{}", date(from), date(to))
}

/// Reads what [`written`] wrote.
fn searched(written: &str) -> Option<Searched> {
    let mut lines = written.split('\n');
    let mut number = || lines.next()?.parse().ok();
    let (articles, quotes, outlets) = (number()?, number()?, number()?);
    let mut date = || lines.next().map(Date::parse);
    Some(Searched { articles, quotes, outlets, from: date()?, to: date()? })
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
