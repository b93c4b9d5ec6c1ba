//! Time lines, drawn as bars.

use crate::output::paint::{Role, Style, clip, columns, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::searched;
use crate::output::wrap::Painted;
use crate::query::{Bucket, Every, Results};
use std::io::{self, Write};

/// So many buckets without anything are told in one line.
const SILENCE: usize = 6;

/// The narrowest bars.
const NARROWEST: usize = 4;

/// Writes a line a bucket, in it a bar and the number of quotations of each speaker; then what was searched.
pub fn write_timeline(
    out: &mut impl Write,
    buckets: &[Bucket],
    every: Every,
    results: &Results,
    style: &Style,
) -> io::Result<()> {
    let series = buckets.iter().take_while(|bucket| bucket.from == buckets[0].from).count().max(1);
    let most = buckets.iter().map(|bucket| bucket.quotes).max().unwrap_or(0);
    let digits = thousands(most).len();
    let labels = label("2000-01-01", every).len();
    let room = (style.width.saturating_sub(labels) / series).saturating_sub(digits + 3).max(NARROWEST);
    if buckets.iter().any(|bucket| bucket.speaker.is_some()) {
        write!(out, "{:labels$}", "")?;
        for (i, bucket) in buckets[..series].iter().enumerate() {
            let name = clip(&line(bucket.speaker.as_deref().unwrap_or_default()), room + digits + 1);
            out.write_all(b"  ")?;
            paint(out, style, Role::Name, &name)?;
            if i + 1 < series {
                write!(out, "{:1$}", "", room + digits + 1 - columns(&name))?;
            }
        }
        out.write_all(b"\n")?;
    }
    let rows: Vec<&[Bucket]> = buckets.chunks(series).collect();
    let is_empty = |row: &&[Bucket]| row.iter().all(|bucket| bucket.quotes == 0);
    let mut at = 0;
    while let Some(side_by_side) = rows.get(at) {
        // Of a long silence one line tells, unless all are asked for.
        let quiet = |row: &&&[Bucket]| !style.verbose && is_empty(row);
        let silent = rows[at..].iter().take_while(quiet).count();
        if silent >= SILENCE {
            paint(out, style, Role::Meta, &format!("  … {} without any\n", count(silent as u64, unit(every))))?;
            at += silent;
            continue;
        }
        at += 1;
        paint(out, style, Role::Meta, &label(&side_by_side[0].from, every))?;
        for (i, bucket) in side_by_side.iter().enumerate() {
            let bar = bar(bucket.quotes, most, room);
            write!(out, "  {:>digits$}", thousands(bucket.quotes))?;
            if i + 1 < series || !bar.is_empty() {
                out.write_all(b" ")?;
            }
            paint(out, style, Role::Quote, &bar)?;
            if i + 1 < series {
                write!(out, "{:1$}", "", room - columns(&bar))?;
            }
        }
        out.write_all(b"\n")?;
    }
    if !buckets.is_empty() {
        out.write_all(b"\n")?;
    }
    let found = match results.total {
        0 => "Nothing found.".to_owned(),
        total => format!("{}.", count(total, "quotation")),
    };
    let mut painted = Painted::default();
    painted.push(Role::Meta, &format!("{found} Searched {}.", searched(&results.searched)));
    if results.undated > 0 {
        painted.push(
            Role::Doubt,
            &format!(" {} not shown: no date tells the {}.", count(results.undated, "quotation"), unit(every)),
        );
    }
    painted.write(out, style, 0)
}

/// Returns a bar in eighths of a column; what is not nothing is seen.
fn bar(n: u64, most: u64, room: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if n == 0 || most == 0 {
        return String::new();
    }
    let eighths = ((n as f64 / most as f64) * (room * 8) as f64).round().max(1.0) as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Returns what a bucket is.
fn unit(every: Every) -> &'static str {
    match every {
        Every::Day => "day",
        Every::Week => "week",
        Every::Month => "month",
        Every::Year => "year",
    }
}

/// Returns what a bucket that begins on a day is called.
fn label(from: &str, every: Every) -> String {
    let part = match every {
        Every::Day | Every::Week => from,
        Every::Month => from.get(..7).unwrap_or(from),
        Every::Year => from.get(..4).unwrap_or(from),
    };
    part.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(from: &str, quotes: u64, speaker: &str) -> Bucket {
        let speaker = (!speaker.is_empty()).then(|| speaker.to_owned());
        Bucket { from: from.to_owned(), to: String::new(), quotes, clusters: 0, speaker }
    }

    fn drawn(buckets: &[Bucket], width: usize) -> String {
        let mut out = Vec::new();
        let (results, style) = (Results { total: 7, ..Results::default() }, Style { width, ..Style::default() });
        write_timeline(&mut out, buckets, Every::Month, &results, &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_long_silence_is_one_line() {
        let months: Vec<Bucket> = (1..=12)
            .map(|month| bucket(&format!("2024-{month:02}-01"), u64::from(month == 1 || month == 9), ""))
            .collect();
        let text = drawn(&months, 19);
        let lines: Vec<&str> = text.lines().take(6).collect();
        assert_eq!(
            (lines[1], &lines[3..]),
            ("  … 7 months without any", &["2024-10  0", "2024-11  0", "2024-12  0"][..])
        );
    }

    #[test]
    fn bars_are_in_proportion() {
        let one = [bucket("2024-01-01", 4, ""), bucket("2024-02-01", 0, ""), bucket("2024-03-01", 2, "")];
        // 19 columns less 7 for the month, 2 blanks, 1 digit, 1 blank: 8 for the longest bar.
        let text = drawn(&one, 19);
        assert!(text.starts_with("2024-01  4 ████████\n2024-02  0\n2024-03  2 ████\n\n7 quotations."), "{text}");
        assert_eq!((bar(1, 1000, 8).as_str(), bar(3, 8, 2).as_str()), ("▏", "▊"));
    }

    #[test]
    fn speakers_stand_side_by_side() {
        let two = [bucket("2024-01-01", 2, "Ann Lee"), bucket("2024-01-01", 1, "Tom Ash")];
        let text = drawn(&two, 31);
        // 24 columns for two: 12 each, of which 8 are for the bar.
        assert!(text.starts_with("         Ann Lee     Tom Ash\n2024-01  2 ████████  1 ████\n"), "{text}");
    }
}
