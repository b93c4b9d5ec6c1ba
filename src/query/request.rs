//! What a face asks: one struct that flags, parameters and keywords all fill.

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By relevance.
    #[default]
    Best,
    /// By publication date and time, each as its source wrote it, the latest first. Of one day, those without a time are the
    /// earliest; undated ones are last.
    Newest,
    /// By publication date and time, the earliest first: the order of [`Sort::Newest`] turned round, but undated ones are last.
    Oldest,
}

/// The unit that is ranked and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Paragraphs, titles and quotations.
    #[default]
    Passage,
    /// Articles: operators apply to title and whole text.
    Article,
    /// Passages of which copies count once.
    Cluster,
}

/// A question to an archive.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query, in the query language.
    pub query: String,
    /// How many hits at most.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
    /// In which unit.
    pub by: By,
    /// Sentences of context before and after each hit.
    pub context: usize,
    /// Never answer with hits of less than the whole query.
    pub strict: bool,
    /// Repair a bad query instead of refusing it.
    pub lenient: bool,
    /// Upper and lower case are different letters.
    pub case: bool,
    /// Accents make different letters.
    pub accents: bool,
    /// `speaker:` matches candidates too.
    pub candidates: bool,
    /// The least confidence of an attribution that `speaker:` and `role:` match, from 0 to 1; in `who_said`, what is attributed
    /// less surely is said by an unknown speaker.
    pub min_confidence: f32,
    /// Prefer what is recent: so many days older than the newest article, a passage counts half. In the order of dates it is not
    /// looked at.
    pub recent: Option<u32>,
    /// Show the parts of each score.
    pub explain: bool,
    /// Answer only from articles whose source lies under one of these absolute paths; empty means all.
    pub under: Vec<std::path::PathBuf>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            limit: 10,
            sort: Sort::Best,
            by: By::Passage,
            context: 0,
            strict: false,
            lenient: false,
            case: false,
            accents: false,
            candidates: false,
            min_confidence: 0.0,
            recent: None,
            explain: false,
            under: Vec::new(),
        }
    }
}
