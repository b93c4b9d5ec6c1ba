//! A bound on the bytes of articles that are on their way at one time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a thread waits before it looks for other work.
const PATIENCE: Duration = Duration::from_millis(20);

/// So many bytes may be on their way.
#[derive(Debug)]
pub(super) struct Budget {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A part of the budget, given back when dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, used: Mutex::new(0), freed: Condvar::new() })
    }

    /// Takes `bytes` of the budget; while there is not enough left, calls `help`, which does other work and returns whether
    /// there was any. Something larger than the whole budget goes alone.
    pub(super) fn take(self: &Arc<Self>, bytes: usize, mut help: impl FnMut() -> bool) -> Share {
        loop {
            if let Some(share) = self.try_take(bytes) {
                return share;
            }
            if !help() {
                let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
                if *used > 0 {
                    drop(self.freed.wait_timeout(used, PATIENCE));
                }
            }
        }
    }

    fn try_take(self: &Arc<Self>, bytes: usize) -> Option<Share> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if *used > 0 && *used + bytes > self.limit {
            return None;
        }
        *used += bytes;
        Some(Share { budget: Arc::clone(self), bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.budget.used.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_back() {
        let budget = Budget::new(10);
        let mut first = Some(budget.take(8, || false));
        let mut helped = 0;
        let second = budget.take(5, || {
            helped += 1;
            first.take().is_some()
        });
        assert_eq!((helped, second.bytes), (1, 5));
        drop(second);
        drop(budget.take(100, || false));
        assert_eq!(*budget.used.lock().unwrap(), 0);
    }
}
