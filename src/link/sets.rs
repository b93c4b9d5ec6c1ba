//! Names that are one speaker, why they are, and who must not be.

use std::fmt;

/// Why two names were joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The alias file says so.
    Alias,
    /// The same words, titles and capitals apart.
    Same,
    /// One has a middle name or an initial that the other leaves out.
    Middle,
    /// One gives initials of the other's names.
    Initials,
    /// A short form of the given name, and roles in common.
    Nickname(String),
    /// Two ways to write one name.
    Spelling,
    /// A slip of the pen, and roles in common.
    Slip(String),
    /// `Jr.` or the like left out, and roles in common.
    Generation(String),
    /// Articles call it by both names.
    Called(u64),
    /// A surname of only one.
    OnlyOne,
    /// The part of a surname's quotations that the full name has, in per cent.
    Share(u32),
    /// A surname with a role that mostly one who has it is called by.
    Role(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alias => f.write_str("the alias file says so"),
            Self::Same => f.write_str("the same name"),
            Self::Middle => f.write_str("the same name, a middle name left out"),
            Self::Initials => f.write_str("initials of the same name"),
            Self::Nickname(role) => write!(f, "a short form of the same name, and both are called `{role}`"),
            Self::Spelling => f.write_str("a spelling of the same name"),
            Self::Slip(role) => write!(f, "one letter apart, and both are called `{role}`"),
            Self::Generation(role) => write!(f, "nobody tells father and son apart, and both are called `{role}`"),
            Self::Called(1) => f.write_str("an article uses both names for one"),
            Self::Called(articles) => write!(f, "{articles} articles use both names for one"),
            Self::OnlyOne => f.write_str("nobody else has the surname"),
            Self::Share(percent) => write!(f, "{percent} per cent of the surname's quotations are of that name"),
            Self::Role(role) => write!(f, "among those of the surname the `{role}`"),
        }
    }
}

/// A decision: two names (their places) are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) why: Why,
}

/// What must not meet in one set.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// The generation; empty if none.
    pub(super) generation: String,
    /// Articles that speak of a man, and of a woman.
    pub(super) sexes: [u64; 2],
    /// Whether the alias file makes men and women one.
    either: bool,
    /// The trades, a bit each.
    pub(super) trades: u32,
    /// Names that this one is kept apart from.
    enemies: Vec<usize>,
}

impl Marks {
    pub(super) fn new(generation: String, sexes: [u64; 2], trades: u32) -> Self {
        Self { generation, sexes, trades, ..Self::default() }
    }

    /// Returns `m` or `f` if the articles clearly say so.
    pub(super) fn sex(&self) -> Option<char> {
        if self.either {
            return None;
        }
        let [men, women] = self.sexes;
        // Pronouns are sometimes taken for another's.
        if men > 2 * women {
            Some('m')
        } else if women > 2 * men {
            Some('f')
        } else {
            None
        }
    }

    fn contradicts(&self, other: &Self) -> bool {
        let sexes = self.sex().zip(other.sex());
        let both = !self.generation.is_empty() && !other.generation.is_empty();
        let trades = self.trades != 0 && other.trades != 0 && self.trades & other.trades == 0;
        trades || sexes.is_some_and(|(one, other)| one != other) || (both && self.generation != other.generation)
    }
}

/// Disjoint sets of names; the lowest member stands for its set.
pub(super) struct Sets {
    parents: Vec<usize>,
    marks: Vec<Marks>,
    /// All decisions, in order.
    pub(super) decisions: Vec<Decision>,
}

impl Sets {
    /// Returns one set a name.
    pub(super) fn new(marks: Vec<Marks>) -> Self {
        Self { parents: (0..marks.len()).collect(), marks, decisions: Vec::new() }
    }

    /// Returns the name that stands for the set of name `i`.
    pub(super) fn find(&mut self, i: usize) -> usize {
        let mut root = i;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        let mut at = i;
        while self.parents[at] != root {
            at = std::mem::replace(&mut self.parents[at], root);
        }
        root
    }

    /// Returns what is known of the set of name `i`.
    pub(super) fn marks(&mut self, i: usize) -> &Marks {
        let root = self.find(i);
        &self.marks[root]
    }

    /// Keeps two names apart from now on.
    pub(super) fn part(&mut self, one: usize, other: usize) {
        let (a, b) = (self.find(one), self.find(other));
        self.marks[a].enemies.push(other);
        self.marks[b].enemies.push(one);
    }

    /// Joins two names, whatever rules say; returns whether they may be one at all.
    pub(super) fn join_by_order(&mut self, one: usize, other: usize) -> bool {
        self.unite(one, other, Why::Alias, false)
    }

    /// Joins two names unless something speaks against it; returns whether they are one now.
    pub(super) fn join(&mut self, one: usize, other: usize, why: Why) -> bool {
        self.unite(one, other, why, true)
    }

    fn unite(&mut self, one: usize, other: usize, why: Why, checked: bool) -> bool {
        let (a, b) = (self.find(one), self.find(other));
        if a == b {
            return true;
        }
        if self.at_odds(a, b) || (checked && self.marks[a].contradicts(&self.marks[b])) {
            return false;
        }
        let odd = self.marks[a].sex().zip(self.marks[b].sex()).is_some_and(|(one, other)| one != other);
        let (root, child) = (a.min(b), a.max(b));
        self.parents[child] = root;
        let Marks { generation, sexes, either, trades, enemies } = std::mem::take(&mut self.marks[child]);
        let marks = &mut self.marks[root];
        if marks.generation.is_empty() {
            marks.generation = generation;
        }
        marks.sexes = [marks.sexes[0] + sexes[0], marks.sexes[1] + sexes[1]];
        marks.either |= either || odd;
        marks.trades |= trades;
        marks.enemies.extend(enemies);
        self.decisions.push(Decision { one, other, why });
        true
    }

    /// Returns whether a name of set `a` is kept apart from one of set `b`.
    fn at_odds(&mut self, a: usize, b: usize) -> bool {
        let fewer = if self.marks[a].enemies.len() <= self.marks[b].enemies.len() { (a, b) } else { (b, a) };
        let enemies = self.marks[fewer.0].enemies.clone();
        enemies.into_iter().any(|enemy| self.find(enemy) == fewer.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enemies_never_meet() {
        let mut sets = Sets::new(vec![Marks::default(); 4]);
        sets.part(0, 2);
        assert!(sets.join(0, 1, Why::Same) && sets.join(2, 3, Why::Same));
        assert!(!sets.join(1, 3, Why::Spelling), "0 and 2 would be one");
        assert!(!sets.join_by_order(1, 3));
        assert_eq!(sets.decisions.len(), 2);
    }

    #[test]
    fn men_and_women_and_generations_never_meet_by_rule() {
        let marks = |generation: &str, men, women| Marks::new(generation.to_owned(), [men, women], 0);
        let mut sets = Sets::new(vec![marks("", 5, 0), marks("", 1, 4), marks("jr", 1, 1), marks("sr", 0, 0)]);
        assert!(!sets.join(0, 1, Why::Spelling) && sets.join_by_order(0, 1));
        assert_eq!(sets.marks(1).sex(), None, "a couple made one is either");
        assert!(!sets.join(2, 3, Why::Spelling) && sets.join(1, 2, Why::Middle));
        assert!(!sets.join(0, 3, Why::Middle), "one of the set is the son");
    }
}
