//! Editing the alias file: one line is added, or the last one is taken back; nothing else is ever written there.

use crate::archive::{Archive, kept, names};
use crate::error::{Error, ErrorKind, Result};
use crate::link::{Aliases, Editing, Linked, Refusal, SpeakerEdit, Speakers, says_something};
use crate::query::{SpeakerChange, SpeakerCount};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

impl Archive {
    /// Adds to the alias file what `edit` asks for, or takes back its last line; says which speakers that changes. What
    /// would change nothing, or means nobody, is refused, and nothing is written.
    ///
    /// # Errors
    ///
    /// The edit is refused, there is no index, or the alias file cannot be read or written.
    pub fn edit_speakers(&self, edit: &SpeakerEdit) -> Result<SpeakerChange> {
        let change = self.change_speakers(edit, false)?;
        kept::keep(&*self.state()?);
        Ok(change)
    }

    /// Says what [`Archive::edit_speakers`] would change, and writes nothing.
    ///
    /// # Errors
    ///
    /// As for [`Archive::edit_speakers`].
    pub fn plan_edit(&self, edit: &SpeakerEdit) -> Result<SpeakerChange> {
        self.change_speakers(edit, true)
    }

    fn change_speakers(&self, edit: &SpeakerEdit, planned: bool) -> Result<SpeakerChange> {
        let state = self.state()?;
        let before = state.speakers()?;
        let voices = state.snapshot.voices()?;
        let file = self.aliases();
        let editing = Editing { speakers: before, voices, aliases: state.aliases() };
        let made = match edit {
            SpeakerEdit::Merge(names) => editing.merge(names),
            SpeakerEdit::Split(one, other) => editing.split(one, other),
            SpeakerEdit::Rename(old, new) => editing.rename(old, new),
            SpeakerEdit::Undo => {
                let (line, rest) = without_last(file)?;
                let aliases = Aliases::parse(&rest).map_err(|bad| {
                    Error::new(ErrorKind::Input, format!("line {}: {}", bad.line, bad.reason)).at(file)
                })?;
                let after = Speakers::new(editing.voices, &aliases);
                if !planned {
                    replace(file, &rest)?;
                }
                return Ok(SpeakerChange { planned, ..change(file, line, true, before, &after) });
            }
        };
        let (line, after) = made.map_err(|refusal| refused(&refusal, before))?;
        if !planned {
            append(file, &line)?;
        }
        Ok(SpeakerChange { planned, ..change(file, line, false, before, &after) })
    }
}

fn refused(refusal: &Refusal, speakers: &Speakers) -> Error {
    let message = match refusal {
        Refusal::Because(reason) => reason.clone(),
        Refusal::Nobody(name) => {
            let near = names::nearest_name(speakers, name);
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            format!("nobody in the index is called `{name}`{near}")
        }
    };
    Error::new(ErrorKind::Input, message)
}

/// Adds a line at the end of a file, which need not exist.
fn append(file: &Path, line: &str) -> Result<()> {
    let fail = |err: std::io::Error| Error::io(file, &err);
    let ends = match std::fs::read(file) {
        Ok(bytes) => bytes.is_empty() || bytes.ends_with(b"\n"),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => true,
        Err(err) => return Err(fail(err)),
    };
    let mut out = std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(fail)?;
    // In one piece, so that a reader sees all of the line or nothing.
    let text = format!("{}{line}\n", if ends { "" } else { "\n" });
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(fail)
}

/// Returns the last line of an alias file that says something, and the text without it.
fn without_last(file: &Path) -> Result<(String, String)> {
    let nothing =
        || Error::new(ErrorKind::Input, "the alias file says nothing: there is no line to take back").at(file);
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Err(nothing()),
        Err(err) => return Err(Error::io(file, &err)),
    };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let last = lines.iter().rposition(|line| says_something(line)).ok_or_else(nothing)?;
    let rest = lines.iter().enumerate().filter(|(i, _)| *i != last).map(|(_, line)| *line).collect();
    Ok((lines[last].trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_owned(), rest))
}

/// Puts `text` in place of what is in a file, at once.
fn replace(file: &Path, text: &str) -> Result<()> {
    let fail = |err: &std::io::Error| Error::io(file, err);
    // What is linked to keeps its place.
    let real = std::fs::canonicalize(file).map_err(|err| fail(&err))?;
    let dir = real.parent().unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(dir).map_err(|err| fail(&err))?;
    fresh.write_all(text.as_bytes()).and_then(|()| fresh.as_file().sync_all()).map_err(|err| fail(&err))?;
    let mode = std::fs::metadata(&real).map_err(|err| fail(&err))?.permissions();
    fresh.as_file().set_permissions(mode).map_err(|err| fail(&err))?;
    fresh.persist(&real).map_err(|err| fail(&err.error))?;
    Ok(())
}

/// Returns what is different between two tables of the same local names.
fn change(file: &Path, line: String, undone: bool, before: &Speakers, after: &Speakers) -> SpeakerChange {
    let same = |speakers: &Speakers| -> BTreeMap<Vec<String>, String> {
        speakers.all().iter().map(|speaker| (speaker.keys.clone(), speaker.name.clone())).collect()
    };
    let unlike = |speakers: &Speakers, other: &BTreeMap<Vec<String>, String>| -> Vec<SpeakerCount> {
        let mut changed: Vec<&Linked> =
            speakers.all().iter().filter(|speaker| other.get(&speaker.keys) != Some(&speaker.name)).collect();
        changed.sort_by(|a, b| (b.quotes, &a.id).cmp(&(a.quotes, &b.id)));
        changed.into_iter().map(count).collect()
    };
    SpeakerChange {
        file: file.to_owned(),
        line,
        undone,
        planned: false,
        before: unlike(before, &same(after)),
        after: unlike(after, &same(before)),
        speakers: (before.all().len() as u64, after.all().len() as u64),
    }
}

fn count(speaker: &Linked) -> SpeakerCount {
    SpeakerCount { id: speaker.id.clone(), name: speaker.name.clone(), kind: speaker.kind, quotes: speaker.quotes }
}
