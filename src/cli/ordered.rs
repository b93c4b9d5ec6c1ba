//! Work on many threads, its results in the order in which it came.
//!
//! One thread reads, some work, and the caller takes results. For each piece of work the reader puts a slot in a queue, in
//! order, and the work in another; whoever does the work fills the slot. All queues are short and so is what they hold
//! together: a caller who takes nothing holds back the workers, and they the reader. As work is begun in its order, the
//! slot that is waited for is always being filled, so nothing can stand still.
//!
//! Threads are not waited for. If the caller gives up, the program ends, though its input may be silent and open.

use anyhow::{Context, Result};
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use std::io;
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, available_parallelism};

/// How many slots there are for each worker: enough that short work does not wait for long work before it.
const SLOTS: usize = 64;

/// More threads than this are of no use.
const MOST_THREADS: usize = 512;

/// How many results of one piece of work may wait.
const WAITING: usize = 8;

/// How many bytes of work may be on their way; what is larger goes alone.
const BYTES: usize = 32 << 20;

/// Where the reader puts work.
pub(crate) struct Feed<J, P> {
    slots: Sender<Slot<P>>,
    jobs: Sender<(J, Sender<P>)>,
    budget: Arc<Budget>,
}

/// Where results come from.
pub(crate) struct Results<P> {
    slots: Receiver<Slot<P>>,
    current: Option<Slot<P>>,
}

/// The place of the results of one piece of work.
struct Slot<P> {
    results: Receiver<P>,
    _share: Share,
}

/// Starts a thread that does `read` and `threads` (0: one a core) that do `work`, of which each piece may have any number of
/// results.
pub(crate) fn start<J: Send + 'static, P: Send + 'static>(
    threads: usize,
    read: impl FnOnce(&Feed<J, P>) + Send + 'static,
    work: impl Fn(J, &mut dyn FnMut(P)) + Send + Sync + 'static,
) -> Result<Results<P>> {
    let cores = || available_parallelism().map_or(1, NonZero::get);
    let threads = if threads > 0 { threads.min(MOST_THREADS) } else { cores() };
    let (slots, results) = bounded(SLOTS * threads);
    let (jobs, waiting) = bounded::<(J, Sender<P>)>(SLOTS * threads);
    let work = Arc::new(work);
    for number in 0..threads {
        let (work, waiting) = (Arc::clone(&work), waiting.clone());
        let worker = move || {
            for (job, results) in waiting {
                work(job, &mut |result| drop(results.send(result)));
            }
        };
        let started = Builder::new().name("annotate".to_owned()).spawn(worker);
        // Fewer threads than asked for do the same work.
        if number == 0 {
            started.context("no thread could be started")?;
        } else if started.is_err() {
            break;
        }
    }
    let feed = Feed { slots, jobs, budget: Arc::default() };
    Builder::new().name("read".to_owned()).spawn(move || read(&feed)).context("no thread could be started")?;
    Ok(Results { slots: results, current: None })
}

// Where nobody takes results any more, the program is about to end: what is put then is lost, and nobody misses it.
impl<J, P> Feed<J, P> {
    /// Puts work of so many bytes behind all that was put before; waits while there is too much.
    pub(crate) fn work(&self, bytes: usize, job: J) {
        let (sender, results) = bounded(WAITING);
        if self.slots.send(Slot { results, _share: self.budget.take(bytes) }).is_ok() {
            let _ = self.jobs.send((job, sender));
        }
    }

    /// Puts a result that needs no work behind all that was put before.
    pub(crate) fn result(&self, result: P) {
        let (sender, results) = bounded(1);
        if sender.send(result).is_ok() {
            let _ = self.slots.send(Slot { results, _share: self.budget.take(0) });
        }
    }
}

impl<P> Results<P> {
    /// Returns the next result; before it waits for the reader, it calls `pause`.
    pub(crate) fn next(&mut self, pause: impl FnOnce() -> io::Result<()>) -> Result<Option<P>> {
        let mut pause = Some(pause);
        loop {
            if let Some(result) = self.current.as_ref().and_then(|slot| slot.results.recv().ok()) {
                return Ok(Some(result));
            }
            // What was taken is written by now: its bytes are free.
            self.current = None;
            self.current = match (self.slots.try_recv(), pause.take()) {
                (Ok(slot), _) => Some(slot),
                (Err(TryRecvError::Empty), Some(pause)) => {
                    pause()?;
                    self.slots.recv().ok()
                }
                (Err(TryRecvError::Empty), None) => self.slots.recv().ok(),
                (Err(TryRecvError::Disconnected), _) => None,
            };
            if self.current.is_none() {
                return Ok(None);
            }
        }
    }
}

/// The bytes on their way.
#[derive(Default)]
struct Budget {
    used: Mutex<usize>,
    freed: Condvar,
}

/// Some of them, given back when dropped.
struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    /// Waits until there is room for `bytes` more.
    fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |used: &mut usize| *used > 0 && *used + bytes > BYTES;
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Share { budget: Arc::clone(self), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.budget.used.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn all<P>(mut results: Results<P>) -> Vec<P> {
        std::iter::from_fn(|| results.next(|| Ok(())).unwrap()).collect()
    }

    #[test]
    fn results_keep_the_order_of_the_work() {
        let read = |feed: &Feed<u64, u64>| {
            (0..400).for_each(|n| if n % 7 == 0 { feed.result(n) } else { feed.work(1, n) });
        };
        let work = |n: u64, put: &mut dyn FnMut(u64)| {
            std::thread::sleep(Duration::from_micros(n * 37 % 11 * 50));
            // More results than may wait, or none at all.
            (0..n % 20).for_each(|_| put(n));
        };
        let expected: Vec<u64> =
            (0..400).flat_map(|n| vec![n; if n % 7 == 0 { 1 } else { (n % 20) as usize }]).collect();
        for threads in [1, 2, 7] {
            assert_eq!(all(start(threads, read, work).unwrap()), expected);
        }
    }

    #[test]
    fn who_takes_nothing_holds_back_the_reader() {
        for (bytes, most) in [(1, 2 * SLOTS), (BYTES / 4, 5), (BYTES * 2, 2)] {
            let puts = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&puts);
            let read = move |feed: &Feed<(), ()>| {
                for _ in 0..1000 {
                    feed.work(bytes, ());
                    count.fetch_add(1, Ordering::SeqCst);
                }
            };
            let mut results = start(1, read, |(), put: &mut dyn FnMut(())| put(())).unwrap();
            assert!(results.next(|| Ok(())).unwrap().is_some());
            std::thread::sleep(Duration::from_millis(200));
            assert!(puts.load(Ordering::SeqCst) <= most, "{bytes} bytes: {puts:?}");
            assert_eq!(all(results).len(), 999, "and it goes on");
        }
    }

    #[test]
    fn a_pause_is_told_before_it_is_waited_for() {
        let (send, receive) = bounded::<u32>(0);
        let read = move |feed: &Feed<u32, u32>| receive.iter().for_each(|n| feed.work(1, n));
        let mut results = start(2, read, |n, put: &mut dyn FnMut(u32)| put(n)).unwrap();
        for n in 0..3 {
            // Nothing is sent before the pause, so that it must come.
            let next = results.next(|| {
                send.send(n).unwrap();
                Ok(())
            });
            assert_eq!(next.unwrap(), Some(n));
        }
        drop(send);
        assert_eq!(results.next(|| Ok(())).unwrap(), None);
    }
}
