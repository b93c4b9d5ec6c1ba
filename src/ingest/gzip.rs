//! Gzip files of many members, one after the other, as crawls are packed: damage of one member need not end the file.
//!
//! After damage the reader gives its error again and again, as if it were the end, until whoever reads asks it to go on
//! ([`Meter::go_on`]): then it looks for the next member.

use crate::ingest::containers::Meter;
use flate2::bufread::GzDecoder;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// How a member begins: the mark of gzip, and the only method there is. The byte after these has no more than five flags.
const MEMBER: [u8; 3] = [0x1f, 0x8b, 8];
const FLAGS: u8 = 1 << 5;

/// So many of the packed bytes before damage are looked through for a member again.
const REMEMBERED: usize = 64 << 10;

/// The error of a damaged member.
#[derive(Clone, Debug)]
pub(super) struct Damage {
    /// What is wrong.
    pub(super) reason: String,
    /// Whether bytes of the member came before the damage.
    pub(super) begun: bool,
}

impl Damage {
    /// Returns the damage that is behind an error, if it is one that reading can go on after.
    pub(super) fn of(err: &io::Error) -> Option<&Self> {
        err.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Damage {}

/// The unpacked bytes of all members.
pub(super) struct Members<R> {
    state: State<R>,
    meter: Rc<Meter>,
    /// Bytes came of the member at hand.
    begun: bool,
    /// A damaged member was told; nothing has come since.
    searching: bool,
}

enum State<R> {
    In(GzDecoder<Ahead<R>>),
    Damaged(Ahead<R>, Damage),
    /// The stream ends in the middle of a member.
    Cut,
    Ended,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(raw: R, meter: &Rc<Meter>) -> Self {
        Self {
            state: State::In(GzDecoder::new(Ahead::new(raw))),
            meter: Rc::clone(meter),
            begun: false,
            searching: false,
        }
    }

    /// Goes to the next member behind one that ended well; whatever follows must be one.
    fn next(&mut self, mut raw: Ahead<R>) -> io::Result<()> {
        self.begun = false;
        raw.seen.clear();
        let more = loop {
            match raw.fill_buf() {
                Ok(bytes) => break !bytes.is_empty(),
                Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
                Err(err) => return Err(err),
            }
        };
        self.state = if more { State::In(GzDecoder::new(raw)) } else { State::Ended };
        Ok(())
    }

    /// Looks for the next member behind a damaged one.
    fn search(&mut self, mut raw: Ahead<R>) -> io::Result<()> {
        self.begun = false;
        self.searching = true;
        raw.put_back();
        self.state = if raw.find_member()? { State::In(GzDecoder::new(raw)) } else { State::Ended };
        Ok(())
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Cut => {
                    self.state = State::Cut;
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                State::Damaged(raw, damage) => {
                    if self.meter.goes_on() {
                        self.search(raw)?;
                        continue;
                    }
                    self.state = State::Damaged(raw, damage.clone());
                    return Err(io::Error::other(damage));
                }
                State::In(mut member) => match member.read(out) {
                    Ok(0) => self.next(member.into_inner())?,
                    Ok(count) => {
                        (self.begun, self.searching) = (true, false);
                        self.state = State::In(member);
                        return Ok(count);
                    }
                    Err(err) if err.kind() == io::ErrorKind::Interrupted => self.state = State::In(member),
                    Err(err) if is_damage(&err) => {
                        let raw = member.into_inner();
                        // What looked like a member behind damage was none.
                        if self.searching {
                            self.search(raw)?;
                            continue;
                        }
                        self.state = State::Damaged(raw, Damage { reason: err.to_string(), begun: self.begun });
                    }
                    // Told again and again, which the decoder would not.
                    Err(err) if err.kind() == io::ErrorKind::UnexpectedEof => self.state = State::Cut,
                    Err(err) => {
                        self.state = State::In(member);
                        return Err(err);
                    }
                },
            }
        }
    }
}

/// Returns whether the bytes are at fault: not the disk, not the end of the file, not damage of what the file lies in.
fn is_damage(err: &io::Error) -> bool {
    matches!(err.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) && Damage::of(err).is_none()
}

/// A stream that remembers what it gave last of the member at hand: damage may be read as if it went on into the next one.
struct Ahead<R> {
    /// Bytes that were put back, and how many of them were given again.
    head: Vec<u8>,
    at: usize,
    seen: Vec<u8>,
    raw: R,
}

impl<R: BufRead> Ahead<R> {
    fn new(raw: R) -> Self {
        Self { head: Vec::new(), at: 0, seen: Vec::new(), raw }
    }

    /// Puts back what is remembered, but for its first byte, with which the damaged member begins.
    fn put_back(&mut self) {
        if self.seen.is_empty() {
            self.consume(1);
        }
        let mut head = self.seen.split_off(self.seen.len().min(1));
        head.extend_from_slice(&self.head[self.at..]);
        (self.head, self.at) = (head, 0);
        self.seen.clear();
    }

    /// Goes to where a member begins; returns whether there is one.
    fn find_member(&mut self) -> io::Result<bool> {
        let mut last = [0; 4];
        loop {
            let mut byte = [0];
            match self.read(&mut byte) {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                Err(err) => return Err(err),
            }
            last = [last[1], last[2], last[3], byte[0]];
            if last[..3] == MEMBER && last[3] < FLAGS {
                let rest = self.head.split_off(self.at);
                (self.head, self.at) = ([&last[..], &rest].concat(), 0);
                self.seen.clear();
                return Ok(true);
            }
        }
    }
}

impl<R: BufRead> Read for Ahead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(out)?;
        self.consume(len);
        Ok(len)
    }
}

impl<R: BufRead> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() { Ok(&self.head[self.at..]) } else { self.raw.fill_buf() }
    }

    fn consume(&mut self, len: usize) {
        if self.at < self.head.len() {
            let len = len.min(self.head.len() - self.at);
            self.seen.extend_from_slice(&self.head[self.at..self.at + len]);
            self.at += len;
        } else {
            if let Ok(bytes) = self.raw.fill_buf() {
                self.seen.extend_from_slice(&bytes[..len.min(bytes.len())]);
            }
            self.raw.consume(len);
        }
        if self.seen.len() > 2 * REMEMBERED {
            self.seen.drain(..self.seen.len() - REMEMBERED);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::containers::Limits;
    use std::io::Write;

    fn packed(text: &str) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    }

    /// Reads all there is, going on after damage if asked to; returns what came, and the damages.
    fn read(bytes: &[u8], go_on: bool) -> (String, Vec<bool>) {
        let meter = Meter::new(None, Limits::default());
        // However few bytes the stream gives at once.
        let mut members = Members::new(io::BufReader::with_capacity(3, bytes), &meter);
        let (mut out, mut damages) = (Vec::new(), Vec::new());
        while let Err(err) = members.read_to_end(&mut out) {
            let Some(damage) = Damage::of(&err) else { panic!("{err}") };
            damages.push(damage.begun);
            if !go_on {
                assert!(Damage::of(&members.read_to_end(&mut Vec::new()).unwrap_err()).is_some(), "told again");
                break;
            }
            meter.go_on();
        }
        (String::from_utf8_lossy(&out).into_owned(), damages)
    }

    #[test]
    fn damage_costs_one_member() {
        let members = ["one ".repeat(30), "two ".repeat(30), "three ".repeat(30)];
        let all = members.concat();
        let packs = members.clone().map(|text| packed(&text));
        assert_eq!(read(&packs.concat(), false), (all.clone(), vec![]));
        let rest = format!("{}{}", members[0], members[2]);
        for at in 0..packs[1].len() {
            let mut damaged = packs.clone();
            damaged[1][at] ^= 0xff;
            let (text, damages) = read(&damaged.concat(), true);
            // The time and the system in the head do not matter.
            if matches!(at, 4..=9) {
                assert_eq!((text, damages.len()), (all.clone(), 0), "byte {at}");
                continue;
            }
            assert_eq!(damages.len(), 1, "byte {at}");
            assert!(text.starts_with(&members[0]) && text.ends_with(&members[2]), "byte {at}: {text}");
            assert!(damages[0] || text == rest, "byte {at}: {text}");
            assert_eq!(read(&damaged.concat(), false).1.len(), 1, "byte {at}");
        }
    }

    #[test]
    fn what_follows_the_last_member_is_damage_and_the_end() {
        let (text, damages) = read(&[&packed("one")[..], b"rubbish and no member"].concat(), true);
        assert_eq!((text.as_str(), damages.as_slice()), ("one", &[false][..]));
    }
}
