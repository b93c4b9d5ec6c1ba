//! What a line of the alias file changed.

use crate::output::paint::{Role, Style, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::wrap::Painted;
use crate::query::{SpeakerChange, SpeakerCount};
use std::io::{self, Write};

/// How many speakers are listed if not all are asked for.
const LISTED: usize = 10;

/// Writes the line, the speakers that it changed as they were and as they are, and how many there are.
pub fn write_change(out: &mut impl Write, change: &SpeakerChange, style: &Style) -> io::Result<()> {
    let done = match (change.planned, change.undone) {
        (false, false) => "added",
        (false, true) => "taken back",
        (true, false) => "would be added",
        (true, true) => "would be taken back",
    };
    writeln!(out, "{}: {done}: {}", line(&change.file.to_string_lossy()), line(&change.line))?;
    write_speakers(out, "before", &change.before, style)?;
    write_speakers(out, if change.planned { "then" } else { "now" }, &change.after, style)?;
    let (before, now) = change.speakers;
    match (change.before.is_empty() && change.after.is_empty(), before == now) {
        (true, _) => writeln!(out, "No speaker of this index changed."),
        (_, true) => writeln!(out, "The index has {}, as before.", count(now, "speaker")),
        _ if change.planned => {
            writeln!(out, "The index has {}, and would have {}.", count(before, "speaker"), thousands(now))
        }
        _ => writeln!(out, "The index had {}, and has {} now.", count(before, "speaker"), thousands(now)),
    }
}

fn write_speakers(out: &mut impl Write, when: &str, speakers: &[SpeakerCount], style: &Style) -> io::Result<()> {
    let shown = if style.verbose { speakers.len() } else { LISTED.min(speakers.len()) };
    for (i, speaker) in speakers[..shown].iter().enumerate() {
        let mut painted = Painted::default();
        painted.push(Role::Name, &line(&speaker.name));
        painted.push(Role::Meta, &format!(" · {}", count(speaker.quotes, "quotation")));
        painted.write_behind(out, &format!("  {}", if i == 0 { when } else { "" }), style, 10)?;
    }
    if shown < speakers.len() {
        paint(out, style, Role::Meta, &format!("          and {} more\n", speakers.len() - shown))?;
    }
    Ok(())
}
