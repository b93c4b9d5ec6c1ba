//! What can be typed: every command and flag, defined once.

use crate::ranking::Ranking;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};
use onrecord::{By, ReadLimits, ReadOptions, Request, Sort};
use std::path::PathBuf;

/// The look of help on a terminal.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// The query language, for the help of every command that takes a query.
pub(crate) const QUERY_HELP: &str = "\
Query language:
  word               the word or its inflections        \"exact phrase\"    these words, any quotation marks
  \"near words\"~3     in a window, in any order          pre*  fuzzy~1     beginnings, spellings
  \"near words\"~s     in a sentence; ~p in a paragraph   \"so … then\"     up to ten words between
  a b   a AND b      both                               a OR b            either
  -a    NOT a        not this                           ( … )             a group
  speaker: role: said: title: by: outlet: lang: kind: after: before: on: id: cluster:
                     conditions; the value right behind the colon: a word, a \"phrase\" or a (group)
  on:2024-05         a year, a month or a day           on:2024-05..2024-07  a range; after: and before: too
                     what is dated 2024-05 and no day counts as before all days of that month
  cluster:ID lists the copies of the article or the quotation with that id.
  A speaker binds the words of its group: they stand in what that speaker said.
  A query that begins with `-` goes behind `--`: onrecord search -- -russia";

/// Who said what, where, when, in which exact words: over a folder of news.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, styles = STYLES, max_term_width = 110, subcommand_required = true, arg_required_else_help = true)]
#[command(before_help = "\
Examples:
  onrecord search --in news/ 'ceasefire'          index a folder, and search it
  onrecord said starmer boots on the ground       what a speaker said about something
  onrecord whosaid 'the sensible next step'       who said these words
  onrecord verify 'the sensible next step'        whether these are the words
  onrecord search 'speaker:merz after:2024-05 (taurus OR missiles)'
  onrecord annotate article.txt                   the quotations of one file, with no index")]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Flags of every command.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add and update articles, and remove those whose files vanished
    #[command(before_help = "\
Examples:
  onrecord index news/ --exclude '*.tmp' --exclude drafts/
  onrecord index --map text=story.body archive.jsonl.xz
  find news -mmin -60 -print0 | onrecord index --files-from - -0
  onrecord index news/ --dry-run")]
    Index(Index),
    /// Keep the index up to date as files change, until Ctrl-C
    #[command(
        before_help = "Examples:\n  onrecord watch news/\n  onrecord watch news/ feeds/ --exclude '*.part' --json"
    )]
    Watch(Watch),
    /// Take articles out of the index, by the paths of their files
    Remove(Remove),
    /// Make a new index from the same sources
    Rebuild(Rebuild),
    /// Find passages, each with its speaker
    #[command(after_help = QUERY_HELP, before_help = "\
Examples:
  onrecord search 'boots AND ground -troops'
  onrecord search '\"boots on the ground\" after:2025 outlet:bbc' -n 20 --context 1
  onrecord search 'speaker:\"Keir Starmer\" (ceasefire OR truce)' --sort newest --json
  onrecord search 'ceasefire' --by cluster                 copies of a passage once
  onrecord search 'cluster:ID' --by article                all copies of an article")]
    Search(Search),
    /// Find what a speaker said (about something)
    #[command(after_help = QUERY_HELP, before_help = "Examples:\n  onrecord said stubb unity\n  onrecord said 'keir starmer' --sort newest\n  onrecord said merz '\"boots on the ground\" OR taurus'")]
    Said(Said),
    /// Find out who said these words
    #[command(
        before_help = "Examples:\n  onrecord whosaid 'the sensible next step'\n  onrecord whosaid 'for nine … years'"
    )]
    Whosaid(Whosaid),
    /// Find out whether a quotation is real: a verdict with the closest passage
    Verify(crate::verify::Verify),
    /// Write every hit of a query to a file: CSV, JSON Lines, Web Annotations, JSON-LD, Markdown, references
    #[command(after_help = QUERY_HELP, before_help = crate::export::EXAMPLES)]
    Export(crate::export::Export),
    /// Show an article with its quotations marked and named
    #[command(
        before_help = "Examples:\n  onrecord show bridge-opens\n  onrecord show 'bridge-opens#51-96'      (the id of a hit)"
    )]
    Show(Show),
    /// List the speakers, or show one
    #[command(
        args_conflicts_with_subcommands = true,
        before_help = "\
Examples:
  onrecord speakers -n 50
  onrecord speakers starmer -v                     with the reasons why names were joined
  onrecord speakers --by outlet -n 5               who has how much of what each outlet quotes
  onrecord speakers --audit --attributes people.csv > audit.csv
  onrecord speakers merge 'keir starmer' 'sir k. starmer'
  onrecord speakers merge 'keir starmer' 'sir k. starmer' --dry-run
  onrecord speakers split 'john smith' smith
  onrecord speakers undo"
    )]
    Speakers(Speakers),
    /// Count quotations a day, week, month or year, several speakers side by side
    #[command(after_help = QUERY_HELP, before_help = crate::timeline::EXAMPLES)]
    Timeline(crate::timeline::Timeline),
    /// Save searches; each run tells only what is new
    #[command(subcommand, before_help = crate::alert::EXAMPLES)]
    Alert(crate::alert::Alert),
    /// Tell what the index holds
    Stats,
    /// Print the quotations and speakers of articles as JSON Lines, with no index
    #[command(before_help = "\
Examples:
  onrecord annotate article.txt page.html
  onrecord annotate < articles.jsonl              lines of {\"id\",\"text\"[,\"title\"]}
  onrecord annotate archive.jsonl.xz -o quotes.jsonl.zst
  onrecord annotate --text < article.txt
  onrecord annotate article.txt --explain=120     why the quotation at that place is this speaker's")]
    Annotate(Annotate),
    /// Print the normalised articles as JSON Lines, with no index
    #[command(
        before_help = "Examples:\n  onrecord extract page.html archive.csv.gz\n  curl -s https://example.org/ | onrecord extract"
    )]
    Extract(Extract),
}

/// Flags of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The index directory
    #[arg(long, global = true, value_name = "DIR", default_value = "index", env = "ONRECORD_INDEX")]
    pub(crate) index: PathBuf,
    /// The alias file [default: aliases.txt beside the index directory]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    /// Print JSON Lines
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Use colours (`auto`: on a terminal, unless NO_COLOR is set)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show long passages, lists and reasons whole
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Flags of commands that read articles.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Reading {
    /// Where records keep a field: `text=story.body`, `title=head`, … (repeatable)
    #[arg(long, value_name = "FIELD=NAME", value_parser = mapping)]
    pub(crate) map: Vec<(String, String)>,
    /// Skip articles larger than this (bytes, or with K, M, G)
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub(crate) max_article: u64,
    #[command(flatten)]
    pub(crate) unpacking: Unpacking,
}

/// Flags of how far files in files are unpacked.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Unpacking {
    /// Unpack no more than so many archives inside each other
    #[arg(long, value_name = "N", default_value = "8", hide_short_help = true)]
    pub(crate) max_depth: u32,
    /// Stop where a file unpacks to more than so many times its size
    #[arg(long, value_name = "N", default_value = "250", hide_short_help = true)]
    pub(crate) max_ratio: u64,
    /// Stop where a file unpacks to more than this (bytes, or with K, M, G)
    #[arg(long, value_name = "SIZE", default_value = "1024G", value_parser = size, hide_short_help = true)]
    pub(crate) max_expanded: u64,
    /// Stop where an archive holds more files than this
    #[arg(long, value_name = "N", default_value = "10000000", hide_short_help = true)]
    pub(crate) max_entries: u64,
}

impl Unpacking {
    fn limits(&self) -> ReadLimits {
        ReadLimits {
            depth: self.max_depth,
            ratio: self.max_ratio,
            expanded: self.max_expanded,
            entries: self.max_entries,
        }
    }
}

impl Reading {
    /// Returns the options of reading.
    pub(crate) fn options(&self) -> ReadOptions {
        let limits = self.unpacking.limits();
        ReadOptions { max_article: self.max_article, map: self.map.clone(), limits, ..ReadOptions::default() }
    }
}

/// Flags of commands that write records of articles.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Writing {
    /// Write to FILE, packed if it ends in .gz, .zst or .xz [default: standard output]; it appears once it is complete
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Flags of `index`.
#[derive(Debug, clap::Args)]
pub(crate) struct Index {
    /// Files and folders
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,
    /// Leave out files of such names: `*.tmp` anywhere, `drafts/*.txt` told from PATH (repeatable); kept with PATH
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Look only at the files that FILE lists, one a line (`-`: standard input), told from PATH [default: .]
    #[arg(
        long,
        value_name = "FILE",
        long_help = "Look only at the files that FILE lists, one a line (`-`: standard input), told from PATH [default: .].\n\n\
            Files of the list that are gone are taken out of the index, what is not listed stays; a folder means all under it"
    )]
    pub(crate) files_from: Option<PathBuf>,
    /// The names of --files-from end with a zero byte, not with their line (`find -print0`)
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,
    /// Tell what would be read and removed, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Index the text only: no quotations, no speakers
    #[arg(long)]
    pub(crate) no_quotes: bool,
    /// Compare contents even where size and time are the same
    #[arg(long)]
    pub(crate) rehash: bool,
    /// Threads that read and annotate [default: one a core]
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    pub(crate) threads: usize,
    /// How articles are read.
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Flags of `watch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Watch {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Leave out files of such names, as `index --exclude` does
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Index the text only: no quotations, no speakers
    #[arg(long)]
    pub(crate) no_quotes: bool,
    /// Wait until nothing has changed for so many milliseconds, but not longer than ten times that
    #[arg(long, value_name = "MS", default_value = "300")]
    pub(crate) settle: u64,
    /// Threads that read and annotate [default: one a core]
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    pub(crate) threads: usize,
    /// How articles are read.
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Flags of `rebuild`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rebuild {
    /// Threads that read and annotate [default: one a core]
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    pub(crate) threads: usize,
}

/// Flags of `remove`.
#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    /// Files and folders, which need not exist any more
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
}

/// The flag that brings the index up to date first.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Within {
    /// Bring the index up to date with PATH first, read as it was indexed, and answer only from under it (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// Flags of how queries are read, and what they match.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Matching {
    /// Where to look.
    #[command(flatten)]
    pub(crate) within: Within,
    /// Repair a bad query instead of refusing it, and say how
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Tell upper and lower case apart
    #[arg(long)]
    pub(crate) case: bool,
    /// Tell accented letters from plain ones
    #[arg(long)]
    pub(crate) accents: bool,
    /// Let `speaker:` match speakers that are only candidates
    #[arg(long)]
    pub(crate) candidates: bool,
    /// Let `speaker:` and `role:` match only attributions at least so sure, from 0 to 1
    #[arg(long, value_name = "P", default_value = "0", value_parser = share)]
    pub(crate) min_confidence: f32,
}

impl Matching {
    /// Returns the request for `query`.
    pub(crate) fn request(&self, query: &str, under: Vec<PathBuf>) -> Request {
        Request {
            query: query.to_owned(),
            lenient: self.lenient,
            case: self.case,
            accents: self.accents,
            candidates: self.candidates,
            min_confidence: self.min_confidence,
            under,
            ..Request::default()
        }
    }
}

/// Flags of how passages are listed.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Listing {
    /// The order of results
    #[arg(long, value_name = "ORDER", default_value = "best")]
    pub(crate) sort: Order,
    /// Sentences of context before and after each passage
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) context: usize,
    /// What is ranked and counted
    #[arg(long, value_name = "UNIT", default_value = "passage")]
    pub(crate) by: Ranked,
    /// How queries match.
    #[command(flatten)]
    pub(crate) matching: Matching,
}

impl Listing {
    /// Returns the request for `query`.
    pub(crate) fn request(&self, query: &str, under: Vec<PathBuf>) -> Request {
        Request {
            sort: match self.sort {
                Order::Best => Sort::Best,
                Order::Newest => Sort::Newest,
                Order::Oldest => Sort::Oldest,
            },
            by: match self.by {
                Ranked::Passage => By::Passage,
                Ranked::Article => By::Article,
                Ranked::Cluster => By::Cluster,
            },
            context: self.context,
            ..self.matching.request(query, under)
        }
    }
}

/// Flags of the commands that answer with passages.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Asking {
    /// How many results at most
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: usize,
    /// How passages are listed.
    #[command(flatten)]
    pub(crate) listing: Listing,
    /// Never answer with passages that have only most of the words
    #[arg(long)]
    pub(crate) strict: bool,
    /// How passages are ranked.
    #[command(flatten)]
    pub(crate) ranking: Ranking,
    /// Answer many queries, one a line, or ID<TAB>QUERY (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
}

impl Asking {
    /// Returns the request for `query`.
    pub(crate) fn request(&self, query: &str, under: Vec<PathBuf>) -> Request {
        self.ranking.rank(Request { limit: self.limit, strict: self.strict, ..self.listing.request(query, under) })
    }
}

/// The order of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// By relevance.
    Best,
    /// The latest date and time first, undated last.
    Newest,
    /// The earliest date and time first, undated last.
    Oldest,
}

/// What is ranked and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ranked {
    /// Paragraphs, titles and quotations.
    Passage,
    /// Articles.
    Article,
    /// Paragraphs, titles and quotations, copies of them counted once.
    Cluster,
}

/// Flags of `search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// The query, best in single quotation marks
    #[arg(value_name = "QUERY", required_unless_present = "queries", conflicts_with = "queries")]
    pub(crate) query: Vec<String>,
    /// How to answer.
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Flags of `said`.
#[derive(Debug, clap::Args)]
pub(crate) struct Said {
    /// A speaker's name (as many words as name a known speaker), then a query for what was said
    #[arg(value_name = "SPEAKER… WORDS", required_unless_present = "queries", conflicts_with = "queries")]
    pub(crate) words: Vec<String>,
    /// How to answer.
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Flags of `whosaid`.
#[derive(Debug, clap::Args)]
pub(crate) struct Whosaid {
    /// The words; `…` stands for words left out
    #[arg(value_name = "PHRASE", required_unless_present = "queries", conflicts_with = "queries")]
    pub(crate) phrase: Vec<String>,
    /// Where to look.
    #[command(flatten)]
    pub(crate) within: Within,
    /// How many speakers at most
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: usize,
    /// Sentences of context before and after each earliest passage
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) context: usize,
    /// Tell upper and lower case apart
    #[arg(long)]
    pub(crate) case: bool,
    /// Tell accented letters from plain ones
    #[arg(long)]
    pub(crate) accents: bool,
    /// Count what is attributed less surely than this, from 0 to 1, as said by an unknown speaker
    #[arg(long, value_name = "P", default_value = "0", value_parser = share)]
    pub(crate) min_confidence: f32,
    /// Answer for many phrases, one a line, or ID<TAB>PHRASE (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
}

impl Whosaid {
    /// Returns the request for one phrase.
    pub(crate) fn request(&self, under: Vec<PathBuf>) -> Request {
        Request {
            limit: self.limit,
            context: self.context,
            case: self.case,
            accents: self.accents,
            min_confidence: self.min_confidence,
            under,
            ..Request::default()
        }
    }
}

/// Flags of `show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The id of an article or of a hit
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    /// Of the article of a hit, show only the paragraphs of the hit and of N sentences before and after it
    #[arg(long, value_name = "N")]
    pub(crate) context: Option<usize>,
    /// Print at once, even on a terminal; else PAGER (`less` where it is not set) shows long articles
    #[arg(long)]
    pub(crate) no_pager: bool,
    /// Where to look.
    #[command(flatten)]
    pub(crate) within: Within,
}

/// Flags of `speakers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Speakers {
    /// What to write to the alias file.
    #[command(subcommand)]
    pub(crate) edit: Option<Edit>,
    /// Words of a name
    #[arg(value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// With merge, split, rename and undo: show what would change, and write nothing
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// What is counted where.
    #[command(flatten)]
    pub(crate) sharing: crate::shares::Sharing,
    /// How many speakers at most
    #[arg(short = 'n', long, value_name = "N", default_value = "10")]
    pub(crate) limit: usize,
    /// Where to look.
    #[command(flatten)]
    pub(crate) within: Within,
}

/// Edits of the alias file.
#[derive(Debug, Subcommand)]
pub(crate) enum Edit {
    /// Make several names one speaker, called by the first (adds a line to the alias file)
    Merge {
        /// Names of speakers, each in quotation marks; `'John Smith (mayor)'` tells namesakes apart by a word of the role
        #[arg(value_name = "NAME", num_args = 2.., required = true)]
        names: Vec<String>,
    },
    /// Keep two names of one speaker apart (adds a line to the alias file)
    Split {
        /// A name that quotations of the speaker have
        #[arg(value_name = "NAME")]
        one: String,
        /// Another name that quotations of the same speaker have
        #[arg(value_name = "NAME")]
        other: String,
    },
    /// Call a speaker by another name (adds a line to the alias file)
    Rename {
        /// A name of the speaker
        #[arg(value_name = "OLD")]
        old: String,
        /// The new name
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Take back the last line of the alias file
    Undo,
}

/// Flags of `annotate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Annotate {
    /// Article files; JSON Lines of {"id","text"[,"title"]} are read as they are [default: standard input]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Take standard input as the text of one article
    #[arg(long)]
    pub(crate) text: bool,
    /// Name speakers only where the attribution is at least so sure, from 0 to 1: others stay as the first candidate
    #[arg(
        long,
        value_name = "P",
        default_value = "0",
        value_parser = share,
        long_help = "Name speakers only where the attribution is at least so sure, from 0 to 1.\n\nNo quotation is left out: \
            where the attribution is less sure, `speaker_name` is null, `speaker_kind` unknown, and the speaker is the \
            first of `candidates`; `confidence` stays that of the attribution"
    )]
    pub(crate) min_confidence: f32,
    /// Tell for each quotation what was weighed to find it, or only for that at OFFSET (a code point of the text)
    #[arg(
        long,
        value_name = "OFFSET",
        num_args = 0..=1,
        require_equals = true,
        long_help = "Tell for each quotation what was weighed to find it, or only for that at OFFSET, a code point of the text.\n\n\
            Each article's record is followed by one of type `explanation` for each quotation: the cues that claimed words of it, each \
            with its content, its source, the odds that these are right and what each feature added to them; and everybody whom a \
            pronoun or a description might mean, with what spoke for them"
    )]
    pub(crate) explain: Option<Option<usize>>,
    /// Threads that annotate [default: one a core]; records come in the order of the input, however many there are
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    pub(crate) threads: usize,
    /// Where results go.
    #[command(flatten)]
    pub(crate) writing: Writing,
    /// How articles are read.
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Flags of `extract`.
#[derive(Debug, clap::Args)]
pub(crate) struct Extract {
    /// Article files and folders [default: standard input]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where results go.
    #[command(flatten)]
    pub(crate) writing: Writing,
    /// How articles are read.
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Reads `field=name`.
fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, name) = text.split_once('=').ok_or("expected FIELD=NAME")?;
    if !ReadOptions::FIELDS.contains(&field) {
        return Err(format!("there is no field `{field}`; expected one of {}", ReadOptions::FIELDS.join(", ")));
    }
    Ok((field.to_owned(), name.to_owned()))
}

/// Reads a number of bytes.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err("expected a number with K, M or G".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "expected a number, such as 500K or 16M")?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

/// Reads a number from 0 to 1.
fn share(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_do_not_contradict() {
        Args::command().debug_assert();
    }

    #[test]
    fn values() {
        assert_eq!((size("16M"), size("12"), size("3kb")), (Ok(16 << 20), Ok(12), Ok(3 << 10)));
        assert!(size("x").is_err() && size("99999999999G").is_err());
        assert!(share("1.5").is_err() && share("0.5").is_ok());
        assert_eq!(mapping("text=a.b"), Ok(("text".into(), "a.b".into())));
        assert!(mapping("colour=x").unwrap_err().starts_with("there is no field `colour`"));
    }
}
