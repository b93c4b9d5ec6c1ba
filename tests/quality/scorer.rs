//! The measures of quotation extraction and attribution, for the gate: content, spans, speakers.
//!
//! Core characters are those that are neither white space nor marks; spans are compared on them alone. A gold
//! quotation is matched to at most one prediction, best overlap first (intersection over union): loosely at 0.5,
//! strictly at 0.8. Optional gold quotations are neither misses nor false alarms. Where gold annotations are not exhaustive,
//! nothing is a false alarm, and a gold quotation is matched to the prediction that covers most of it.

use serde_json::Value;
use std::collections::HashSet;

/// One quotation piece, gold or predicted; offsets in code points.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) mention: Option<(usize, usize)>,
    pub(crate) mention_text: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) optional: bool,
}

/// Reads the pieces of a gold record or of an `annotations` record.
pub(crate) fn pieces(record: &Value) -> Vec<Piece> {
    let number = |v: &Value, key: &str| v[key].as_u64().map(|n| n as usize);
    let quotes = record["quotes"].as_array().cloned().unwrap_or_default();
    let piece = |q: &Value| Piece {
        start: number(q, "start").unwrap_or(0),
        end: number(q, "end").unwrap_or(0),
        mention: number(&q["speaker"], "start").zip(number(&q["speaker"], "end")),
        mention_text: q["speaker"]["text"].as_str().map(str::to_owned),
        name: q["speaker_name"].as_str().map(str::to_owned),
        optional: q["optional"].as_bool().unwrap_or(false),
    };
    quotes.iter().map(piece).collect()
}

/// Counts over articles; every share is drawn from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    core_both: usize,
    core_gold: usize,
    core_predicted: usize,
    gold: usize,
    strict: usize,
    loose: usize,
    false_alarms: usize,
    false_alarms_strict: usize,
    with_speaker: usize,
    speaker_asked: usize,
    speaker_right: usize,
    speaker_wrong: usize,
    named: usize,
    who: usize,
}

/// The figures of the gate, in per cent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) content: f64,
    pub(crate) strict: f64,
    pub(crate) loose: f64,
    pub(crate) speaker: f64,
    pub(crate) end_to_end: f64,
    pub(crate) who: f64,
}

impl Counts {
    /// Adds one article; `whole` says whether all of its quotations are annotated.
    pub(crate) fn add(&mut self, text: &str, gold: &[Piece], predicted: &[Piece], whole: bool) {
        let core: Vec<bool> = text.chars().map(|c| !c.is_whitespace() && !is_mark(c)).collect();
        let set = |p: &Piece| -> HashSet<usize> { (p.start..p.end.min(core.len())).filter(|&i| core[i]).collect() };
        let golds: Vec<(&Piece, HashSet<usize>)> =
            gold.iter().map(|p| (p, set(p))).filter(|g| !g.1.is_empty()).collect();
        let guesses: Vec<(&Piece, HashSet<usize>)> =
            predicted.iter().map(|p| (p, set(p))).filter(|g| !g.1.is_empty()).collect();
        let matches = if whole { matched(&golds, &guesses) } else { covered(&golds, &guesses) };
        self.add_gold(&golds, &guesses, &matches);
        if whole {
            self.add_content(&golds, &guesses);
            self.add_guesses(&golds, &guesses, &matches);
        }
    }

    fn add_content(&mut self, golds: &[(&Piece, HashSet<usize>)], guesses: &[(&Piece, HashSet<usize>)]) {
        let union =
            |items: &mut dyn Iterator<Item = &HashSet<usize>>| -> HashSet<usize> { items.flatten().copied().collect() };
        let required = union(&mut golds.iter().filter(|g| !g.0.optional).map(|g| &g.1));
        let optional = union(&mut golds.iter().filter(|g| g.0.optional).map(|g| &g.1));
        let found = union(&mut guesses.iter().map(|g| &g.1));
        self.core_both += required.intersection(&found).count();
        self.core_gold += required.len();
        self.core_predicted += found.iter().filter(|c| required.contains(c) || !optional.contains(c)).count();
    }

    fn add_gold(
        &mut self,
        golds: &[(&Piece, HashSet<usize>)],
        guesses: &[(&Piece, HashSet<usize>)],
        matches: &[Match],
    ) {
        for (g, (piece, _)) in golds.iter().enumerate().filter(|(_, g)| !g.0.optional) {
            let hit = matches.iter().find(|m| m.gold == g && m.overlap >= 0.5);
            self.gold += 1;
            self.loose += usize::from(hit.is_some());
            self.strict += usize::from(hit.is_some_and(|m| m.overlap >= 0.8));
            let guess = hit.map(|m| guesses[m.guess].0);
            if piece.mention.is_some() || piece.name.is_some() {
                self.with_speaker += 1;
                if let Some(guess) = guess {
                    self.speaker_asked += 1;
                    let right = right_speaker(piece, guess, golds);
                    self.speaker_right += usize::from(right);
                    self.speaker_wrong += usize::from(!right);
                }
            }
            if let Some(name) = &piece.name {
                self.named += 1;
                self.who += usize::from(guess.and_then(|p| p.name.as_deref()).is_some_and(|n| same_name(n, name)));
            }
        }
    }

    fn add_guesses(
        &mut self,
        golds: &[(&Piece, HashSet<usize>)],
        guesses: &[(&Piece, HashSet<usize>)],
        matches: &[Match],
    ) {
        let optional: HashSet<usize> =
            golds.iter().filter(|g| g.0.optional).flat_map(|g| g.1.iter().copied()).collect();
        for (p, (_, chars)) in guesses.iter().enumerate() {
            let hit = matches.iter().find(|m| m.guess == p);
            let aside = match hit {
                Some(m) if m.overlap >= 0.5 => golds[m.gold].0.optional,
                _ => 2 * chars.intersection(&optional).count() >= chars.len(),
            };
            if !aside {
                self.false_alarms += usize::from(hit.is_none_or(|m| m.overlap < 0.5));
                self.false_alarms_strict += usize::from(hit.is_none_or(|m| m.overlap < 0.8));
            }
        }
    }

    /// Returns the shares in per cent.
    pub(crate) fn figures(&self) -> Figures {
        let f1 = |hits: usize, false_alarms: usize, all: usize| percent(2 * hits, hits + false_alarms + all);
        Figures {
            content: percent(2 * self.core_both, self.core_gold + self.core_predicted),
            strict: f1(self.strict, self.false_alarms_strict, self.gold),
            loose: f1(self.loose, self.false_alarms, self.gold),
            speaker: percent(self.speaker_right, self.speaker_asked),
            end_to_end: f1(self.speaker_right, self.false_alarms + self.speaker_wrong, self.with_speaker),
            who: percent(self.who, self.named),
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '´'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '′'
            | '″'
    )
}

/// A gold piece and the prediction it is matched to.
struct Match {
    overlap: f64,
    gold: usize,
    guess: usize,
}

/// One-to-one matches, the best overlap first.
fn matched(golds: &[(&Piece, HashSet<usize>)], guesses: &[(&Piece, HashSet<usize>)]) -> Vec<Match> {
    let mut all = Vec::new();
    for (g, (gold, a)) in golds.iter().enumerate() {
        for (p, (guess, b)) in
            guesses.iter().enumerate().filter(|(_, (guess, _))| guess.start < gold.end && gold.start < guess.end)
        {
            let _ = guess;
            let both = a.intersection(b).count();
            if both > 0 {
                all.push(Match { overlap: both as f64 / (a.len() + b.len() - both) as f64, gold: g, guess: p });
            }
        }
    }
    all.sort_by(|x, y| y.overlap.total_cmp(&x.overlap).then(x.gold.cmp(&y.gold)).then(x.guess.cmp(&y.guess)));
    let (mut used_gold, mut used_guess) = (HashSet::new(), HashSet::new());
    all.retain(|m| {
        let free = !used_gold.contains(&m.gold) && !used_guess.contains(&m.guess);
        if free {
            used_gold.insert(m.gold);
            used_guess.insert(m.guess);
        }
        free
    });
    all
}

/// For each gold piece the prediction that covers most of it, several to one prediction if need be.
fn covered(golds: &[(&Piece, HashSet<usize>)], guesses: &[(&Piece, HashSet<usize>)]) -> Vec<Match> {
    let best = |(gold, (_, a)): (usize, &(&Piece, HashSet<usize>))| {
        let covers = guesses.iter().enumerate().map(|(guess, (_, b))| (a.intersection(b).count(), guess));
        let (both, guess) = covers.max_by_key(|&(both, guess)| (both, std::cmp::Reverse(guess)))?;
        Some(Match { overlap: both as f64 / a.len() as f64, gold, guess })
    };
    golds.iter().enumerate().filter_map(best).collect()
}

/// The mention overlaps the gold mention, or one of the same speaker elsewhere, or the names agree.
fn right_speaker(gold: &Piece, guess: &Piece, golds: &[(&Piece, HashSet<usize>)]) -> bool {
    let overlaps = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
    let touches = |mention: Option<(usize, usize)>| mention.zip(guess.mention).is_some_and(|(a, b)| overlaps(a, b));
    let kin = golds.iter().map(|g| g.0).filter(|g| g.name.is_some() && g.name == gold.name);
    let said = [guess.name.as_deref(), guess.mention_text.as_deref()];
    let meant = [gold.name.as_deref(), gold.mention_text.as_deref()];
    touches(gold.mention)
        || kin.into_iter().any(|g| touches(g.mention))
        || said.iter().flatten().any(|s| meant.iter().flatten().any(|m| same_name(s, m)))
}

/// Whether two names may be one speaker's: equal but for articles and case, or the same last word and no clash
/// of given names.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let plain = s.replace('’', "'").to_lowercase();
        let plain = plain.strip_suffix("'s").unwrap_or(&plain).to_owned();
        plain
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')))
            .filter(|w| !matches!(*w, "" | "the" | "a" | "an"))
            .map(str::to_owned)
            .collect()
    };
    let (x, y) = (words(a), words(b));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    let capital = |s: &str| s.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase));
    let given_agree = match (x.len(), y.len()) {
        (1, _) | (_, 1) => true,
        _ => x[0] == y[0] || x[0].chars().next() == y[0].chars().next() && (x[0].len() == 1 || y[0].len() == 1),
    };
    x == y || (capital(a) && capital(b) && x.last() == y.last() && given_agree)
}
