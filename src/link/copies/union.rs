//! Sets that are joined: which set each of many things is in.

/// Things by number, each in one set.
#[derive(Debug)]
pub(super) struct Sets {
    above: Vec<u32>,
}

impl Sets {
    /// Puts each of `count` things in a set of its own.
    pub(super) fn new(count: usize) -> Self {
        Self { above: (0..count as u32).collect() }
    }

    /// Returns the least thing of the set that `thing` is in.
    pub(super) fn least(&mut self, thing: u32) -> u32 {
        let mut least = thing;
        while self.above[least as usize] != least {
            least = self.above[least as usize];
        }
        let mut at = thing;
        while self.above[at as usize] != least {
            at = std::mem::replace(&mut self.above[at as usize], least);
        }
        least
    }

    /// Makes one set of two, given by their least things; returns the least of both.
    pub(super) fn join(&mut self, one: u32, other: u32) -> u32 {
        let (least, more) = (one.min(other), one.max(other));
        self.above[more as usize] = least;
        least
    }
}
