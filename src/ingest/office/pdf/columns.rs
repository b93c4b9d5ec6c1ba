//! From letters to lines: words that stand together, columns, and the order in which they are read.

/// A letter on a page; `y` grows upwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// A line of a column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// The number of its column on the page.
    pub(super) column: usize,
}

/// Columns in columns, at most.
const DEEPEST: usize = 6;

/// Fewer pieces are no column.
const LEAST: usize = 4;

/// Returns the lines of a page as they are read.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut reading = Reading::default();
    reading.region(pieces(glyphs), 0);
    reading.lines
}

/// Joins letters that follow each other on a line, with spaces where there are gaps.
fn pieces(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut pieces: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let end = glyph.x + glyph.width;
        match pieces.last_mut().filter(|last| goes_on(last, &glyph)) {
            Some(last) => {
                let gap = glyph.x - last.end > 0.15 * glyph.size;
                if gap && !last.text.ends_with(' ') && !glyph.text.starts_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(&glyph.text);
                last.end = last.end.max(end);
            }
            None => pieces.push(Line { x: glyph.x, end, y: glyph.y, size: glyph.size, text: glyph.text, column: 0 }),
        }
    }
    pieces.retain(|piece| !piece.text.trim().is_empty());
    pieces
}

fn goes_on(last: &Line, glyph: &Glyph) -> bool {
    let gap = glyph.x - last.end;
    (glyph.y - last.y).abs() < 0.3 * glyph.size && gap > -0.5 * glyph.size && gap < glyph.size
}

/// Columns that are being read.
#[derive(Default)]
struct Reading {
    lines: Vec<Line>,
    columns: usize,
}

impl Reading {
    /// Reads a part of a page: what stands across its gutter parts it into bands, of which the left side is read first.
    fn region(&mut self, mut pieces: Vec<Line>, depth: usize) {
        let Some(gutter) = (depth < DEEPEST).then(|| gutter(&pieces)).flatten() else { return self.column(pieces) };
        pieces.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
        let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
        for piece in pieces {
            let crosses = piece.x < gutter && piece.end > gutter;
            if crosses {
                self.sides(&mut left, &mut right, depth);
                across.push(piece);
                continue;
            }
            self.column(std::mem::take(&mut across));
            if piece.x >= gutter { right.push(piece) } else { left.push(piece) }
        }
        self.column(across);
        self.sides(&mut left, &mut right, depth);
    }

    fn sides(&mut self, left: &mut Vec<Line>, right: &mut Vec<Line>, depth: usize) {
        for side in [left, right] {
            if !side.is_empty() {
                self.region(std::mem::take(side), depth + 1);
            }
        }
    }

    /// Reads one column: pieces at one height are a line.
    fn column(&mut self, mut pieces: Vec<Line>) {
        if pieces.is_empty() {
            return;
        }
        pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut rows: Vec<Vec<Line>> = Vec::new();
        for piece in pieces {
            match rows.last_mut().filter(|row| (row[0].y - piece.y).abs() < 0.4 * piece.size.max(row[0].size)) {
                Some(row) => row.push(piece),
                None => rows.push(vec![piece]),
            }
        }
        for mut row in rows {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            let text = row.iter().map(|piece| piece.text.trim()).collect::<Vec<_>>().join(" ");
            let end = row.iter().map(|piece| piece.end).fold(f64::MIN, f64::max);
            let size = row.iter().map(|piece| piece.size).fold(0.0, f64::max);
            self.lines.push(Line { x: row[0].x, end, y: row[0].y, size, text, column: self.columns });
        }
        self.columns += 1;
    }
}

/// Returns the middle of the widest white stripe with columns on both sides, which only some pieces cross.
fn gutter(pieces: &[Line]) -> Option<f64> {
    if pieces.len() < 2 * LEAST {
        return None;
    }
    let mut sizes: Vec<f64> = pieces.iter().map(|piece| piece.size).collect();
    sizes.sort_by(f64::total_cmp);
    let narrowest = 0.8 * sizes[sizes.len() / 2];
    let mut edges: Vec<(f64, i32)> = pieces.iter().flat_map(|piece| [(piece.x, 1), (piece.end, -1)]).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // A headline, a line of a picture: one piece in eight may cross, and two of few.
    let most = i32::try_from((pieces.len() / 8).max(2)).unwrap_or(i32::MAX);
    let (mut open, mut best, mut widest) = (0, None, narrowest);
    for two in edges.windows(2) {
        open += two[0].1;
        let (start, end) = (two[0].0, two[1].0);
        if open <= most && end - start >= widest && is_gutter(pieces, start, end) {
            (best, widest) = (Some((start + end) / 2.0), end - start);
        }
    }
    best
}

/// Returns whether columns stand beside each other on both sides of a stripe.
fn is_gutter(pieces: &[Line], start: f64, end: f64) -> bool {
    let heights = |is: &dyn Fn(&&Line) -> bool| -> Option<(f64, f64)> {
        let ys: Vec<f64> = pieces.iter().filter(is).map(|piece| piece.y).collect();
        let bounds = ys.iter().fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(*y), high.max(*y)));
        (ys.len() >= LEAST).then_some(bounds)
    };
    let (Some(left), Some(right)) =
        (heights(&|piece| piece.end <= start + 0.01), heights(&|piece| piece.x >= end - 0.01))
    else {
        return false;
    };
    let common = left.1.min(right.1) - left.0.max(right.0);
    common > 0.4 * (left.1 - left.0).min(right.1 - right.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x: f64, y: f64, text: &str) -> Vec<Glyph> {
        let glyph =
            |(i, c): (usize, char)| Glyph { x: x + i as f64 * 5.0, y, width: 5.0, size: 10.0, text: c.to_string() };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        lines(glyphs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut page = line(0.0, 200.0, "A headline across both of the columns of the page");
        // Drawn row by row, as some programs do.
        for row in 0..5 {
            let y = 180.0 - f64::from(row) * 12.0;
            page.extend(line(0.0, y, &format!("left {row} and words")));
            page.extend(line(150.0, y, &format!("right {row} and words")));
        }
        page.extend(line(0.0, 80.0, "A line across both of the columns at the end of it"));
        let found = texts(page);
        assert_eq!(found.len(), 12);
        assert!(found[0].starts_with("A headline") && found[11].starts_with("A line across"));
        assert!(
            found[1..6].iter().all(|text| text.starts_with("left"))
                && found[6..11].iter().all(|text| text.starts_with("right"))
        );
    }

    #[test]
    fn gaps_are_spaces() {
        let mut page = line(0.0, 10.0, "two");
        page.extend(line(18.0, 10.0, "words"));
        assert_eq!(texts(page), ["two words"]);
    }
}
