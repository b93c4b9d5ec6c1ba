//! Reading and annotating on many threads, for one writer.
//!
//! A worker takes an article to annotate if one waits, else a file to read. A reader that finds the way ahead full
//! annotates too, instead of waiting: so nothing can stand still, and files of many articles keep all threads busy.

use crate::archive::budget::{Budget, Share};
use crate::index::{Group, Hold, Maker, Origin};
use crate::ingest::{self, Found, Outcome};
use crate::link;
use crate::model::{Annotated, Annotations, Article, Edition, Skip};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError};
use rustc_hash::FxHashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How many bytes of memory articles on their way may take.
const BYTES_ON_THE_WAY: usize = 96 << 20;

/// How many bytes of memory a byte of text takes on its way: the text, its words, its stems, its stored form.
const BYTES_OF_A_BYTE: usize = 8;

/// How many articles may wait.
const WAITING: usize = 256;

/// How long an idle worker sleeps before it looks again.
const NAP: Duration = Duration::from_millis(5);

/// How long the writer waits before it asks whether to go on.
const PATIENCE: Duration = Duration::from_millis(100);

/// A file to read.
pub(super) struct FileJob {
    /// Its number in this run.
    pub(super) number: usize,
    /// The file.
    pub(super) found: Found,
    /// Its path in words.
    pub(super) path: Arc<str>,
    /// Its key.
    pub(super) key: u64,
    /// How it is read.
    pub(super) how: Arc<How>,
    /// The fingerprint that it had when it was last read, if it need not be read again where it still has it.
    pub(super) hash: Option<u64>,
    /// The fingerprints of its records that need not be made anew.
    pub(super) records: FxHashMap<u32, u64>,
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct How {
    /// The settings of ingestion.
    pub(super) ingest: ingest::Options,
    /// Leave quotations out.
    pub(super) no_quotes: bool,
}

/// An article to annotate.
struct ArticleJob {
    number: usize,
    article: Box<Article>,
    origin: Origin,
    no_quotes: bool,
    share: Share,
}

/// What workers tell the writer. The number is that of the file.
pub(super) enum Message {
    /// The file is as it was.
    Same(usize),
    /// A record of the file is as it was.
    SameRecord(usize, u32),
    /// An article is ready.
    Article(usize, Box<Made>),
    /// A file, or a record of it, gave no article.
    Skipped(usize, Skip),
    /// A file, or a record of it, could not be read.
    Failed(usize, Skip),
    /// The file was read; its other messages may still be on their way.
    End(usize, Ended),
}

/// An article that is ready.
pub(super) struct Made {
    pub(super) record: u32,
    pub(super) bytes: u64,
    pub(super) path: String,
    pub(super) edition: Option<Edition>,
    pub(super) group: Group,
}

/// How reading a file ended.
pub(super) struct Ended {
    /// The fingerprint of the file.
    pub(super) hash: u64,
    /// How many messages about its records.
    pub(super) messages: u64,
}

/// What the workers share.
struct Shared {
    files: Receiver<FileJob>,
    articles: (Sender<ArticleJob>, Receiver<ArticleJob>),
    messages: Sender<Message>,
    budget: Arc<Budget>,
    /// Files not yet read to the end.
    open: AtomicUsize,
    /// The writer is gone.
    stop: AtomicBool,
}

/// Reads `files` on `threads` threads and hands what comes of them to `write`, on this thread, in any order; where nothing comes
/// for a while, `None`. An error of `write` ends the run.
pub(super) fn run<E>(
    files: Vec<FileJob>,
    threads: usize,
    maker: impl Fn() -> Maker + Sync,
    mut write: impl FnMut(Option<Message>) -> Result<(), E>,
) -> Result<(), E> {
    let (messages, received) = crossbeam_channel::bounded(WAITING);
    let (to_read, waiting) = crossbeam_channel::unbounded();
    let open = files.len();
    files.into_iter().for_each(|file| drop(to_read.send(file)));
    drop(to_read);
    let shared = Shared {
        files: waiting,
        articles: crossbeam_channel::bounded(WAITING),
        messages,
        budget: Budget::new(BYTES_ON_THE_WAY),
        open: AtomicUsize::new(open),
        stop: AtomicBool::new(false),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| work(&shared, &mut maker()));
        }
        let result = drain(open, &received, &mut write);
        shared.stop.store(true, Ordering::Relaxed);
        // Workers that wait to hand something on are let go.
        drop(received);
        result
    })
}

/// Hands on messages until every file has ended and nothing is on its way.
fn drain<E>(
    files: usize,
    received: &Receiver<Message>,
    write: &mut impl FnMut(Option<Message>) -> Result<(), E>,
) -> Result<(), E> {
    let (mut ended, mut due, mut got) = (0, 0, 0);
    while ended < files || got < due {
        let message = match received.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                write(None)?;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        };
        match &message {
            Message::Same(_) => ended += 1,
            Message::End(_, file) => {
                ended += 1;
                due += file.messages;
            }
            _ => got += 1,
        }
        write(Some(message))?;
    }
    Ok(())
}

/// Works until nothing is left to do.
fn work(shared: &Shared, maker: &mut Maker) {
    while !shared.stop.load(Ordering::Relaxed) {
        if let Ok(article) = shared.articles.1.try_recv() {
            annotate(shared, maker, article);
        } else if let Ok(file) = shared.files.try_recv() {
            read(shared, maker, file);
            shared.open.fetch_sub(1, Ordering::AcqRel);
        } else if shared.open.load(Ordering::Acquire) == 0 && shared.articles.1.is_empty() {
            return;
        } else if let Ok(article) = shared.articles.1.recv_timeout(NAP) {
            annotate(shared, maker, article);
        }
    }
}

fn send(shared: &Shared, message: Message) {
    if shared.messages.send(message).is_err() {
        shared.stop.store(true, Ordering::Relaxed);
    }
}

/// Reads a file.
fn read(shared: &Shared, maker: &mut Maker, file: FileJob) {
    let number = file.number;
    let hash = match ingest::hash_file(&file.found.path) {
        Ok(hash) => hash,
        Err(err) => {
            let skip = Skip { path: file.found.shown.clone(), record: None, reason: err.to_string(), edition: None };
            send(shared, Message::Failed(number, skip));
            return send(shared, Message::End(number, Ended { hash: 0, messages: 1 }));
        }
    };
    if file.hash == Some(hash) {
        return send(shared, Message::Same(number));
    }
    let mut messages = 0;
    let result = catch_unwind(AssertUnwindSafe(|| {
        ingest::read_file(&file.found, &file.how.ingest, &mut |outcome, hash| {
            messages += 1;
            take(shared, maker, &file, outcome, hash);
        });
    }));
    if shared.stop.load(Ordering::Relaxed) {
        return;
    }
    if result.is_err() {
        messages += 1;
        let reason = "the reader of this format failed; this is a mistake in onrecord".to_owned();
        send(
            shared,
            Message::Failed(number, Skip { path: file.found.shown.clone(), record: None, reason, edition: None }),
        );
    }
    send(shared, Message::End(number, Ended { hash, messages }));
}

/// Passes on what came of a record.
fn take(shared: &Shared, maker: &mut Maker, file: &FileJob, outcome: Outcome, hash: u64) {
    if shared.stop.load(Ordering::Relaxed) {
        // Nobody waits for the rest of the file, which may be long: `read` catches this, and no panic is told.
        resume_unwind(Box::new("stopped"));
    }
    let article = match outcome {
        Outcome::Skipped(skip) => return send(shared, Message::Skipped(file.number, skip)),
        Outcome::Failed(skip) => return send(shared, Message::Failed(file.number, skip)),
        Outcome::Article(article) => article,
    };
    if file.records.get(&article.record) == Some(&hash) {
        return send(shared, Message::SameRecord(file.number, article.record));
    }
    let bytes = 4096 + BYTES_OF_A_BYTE * article.text.len();
    let share = shared.budget.take(bytes, || match shared.articles.1.try_recv() {
        Ok(article) => {
            annotate(shared, maker, article);
            true
        }
        // Nothing is freed any more when the writer is gone: go on as if all were well, and end soon.
        Err(_) => shared.stop.load(Ordering::Relaxed),
    });
    let origin = Origin { file: file.key, hash, path: Arc::clone(&file.path) };
    let job = ArticleJob { number: file.number, article, origin, no_quotes: file.how.no_quotes, share };
    if let Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) = shared.articles.0.try_send(job) {
        annotate(shared, maker, job);
    }
}

/// Annotates an article and makes its records.
fn annotate(shared: &Shared, maker: &mut Maker, job: ArticleJob) {
    let ArticleJob { number, mut article, origin, no_quotes, share } = job;
    let edition = article.edition.take();
    let (path, record) = (article.path.clone(), article.record);
    let bytes = article.text.len() as u64;
    let made = catch_unwind(AssertUnwindSafe(|| {
        let annotations = if no_quotes { Annotations::default() } else { annotations(&article) };
        let annotated = Annotated { article: *article, annotations };
        let mut group = maker.group(&annotated, &link::prints(&annotated), &origin);
        group.hold(&Hold::new(share));
        Made { record, bytes, path: path.clone(), edition, group }
    }));
    let message = match made {
        Ok(made) => Message::Article(number, Box::new(made)),
        Err(_) => {
            let reason = "annotating failed; this is a mistake in onrecord".to_owned();
            Message::Failed(number, Skip { path, record: Some(record), reason, edition: None })
        }
    };
    send(shared, message);
}

fn annotations(article: &Article) -> Annotations {
    crate::annotate::annotate(&article.text, article.title.as_deref(), article.language.as_deref())
}
