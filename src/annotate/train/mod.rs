//! Learning the weights from gold data: deterministic, from the files named on the command line only.

mod clusters;
mod gold;
mod judge;
mod lexicon;
mod perceptron;
mod pronouns;
mod standoff;

pub use clusters::{Clusters, Counter};
pub use gold::{Gold, Group, Silver, read_gold, read_silver};
pub use pronouns::{Fitted, fit_pronouns};
pub use standoff::{Standoff, StandoffQuote};

use crate::annotate::annotate_with;
use crate::annotate::model::{self, Model};
use crate::model::Annotations;

/// How training goes; every number was chosen by cross-validation on the training articles.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rows of the cue table: `1 << cue_bits`.
    pub cue_bits: u32,
    /// Rows of the content table: `1 << content_bits`.
    pub content_bits: u32,
    /// Passes over the data for cues and contents.
    pub cue_epochs: usize,
    /// See `cue_epochs`.
    pub content_epochs: usize,
    /// How many shuffles are averaged.
    pub seeds: u64,
    /// Rows of the judge's table: `1 << judge_bits`.
    pub judge_bits: u32,
    /// Passes over the reports.
    pub judge_epochs: usize,
    /// How many shuffles are averaged for the reports that the judge learns from.
    pub judge_seeds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cue_bits: 17,
            content_bits: 17,
            cue_epochs: 6,
            content_epochs: 8,
            seeds: 16,
            judge_bits: 15,
            judge_epochs: 6,
            judge_seeds: 2,
        }
    }
}

/// Learns everything from `gold` and returns the unpacked model file.
pub fn train(
    gold: &[Gold],
    silver: &[Silver],
    clusters: &Clusters,
    settings: Settings,
    log: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let judge = judge::learn(gold, silver, clusters, settings, log);
    let gold = &repeated(gold)[..];
    let lexicon::Lexicon { words, endings, alone } = lexicon::learn(gold, silver, clusters);
    log(&format!("lexicon: {} words, {} endings", words.len(), endings.len()));
    let model = Model {
        words: crate::annotate::words::Words::new(&words),
        endings: crate::annotate::words::Words::new(&endings),
        ..Model::default()
    };
    let examples = perceptron::examples(gold, &model, &alone);
    log(&format!("examples: {} articles", examples.len()));
    let cues = perceptron::cues(&examples, settings, log);
    let contents = perceptron::contents(&examples, settings, log);
    model::write(&words, &endings, &cues, &contents, &judge)
}

/// Articles as often as training looks at them.
fn repeated(gold: &[Gold]) -> Vec<Gold> {
    gold.iter().flat_map(|g| std::iter::repeat_n(g, g.weight.max(1))).cloned().collect()
}

/// An annotator with weights of its own, to measure them on articles that they were not learned from.
pub struct Annotator(Model);

impl Annotator {
    /// Reads an unpacked model file; `None` if it is not one.
    pub fn new(model: &[u8]) -> Option<Self> {
        Model::read(model).map(Self)
    }

    /// Returns the quotations of an English text, as [`crate::annotate()`] does with the weights compiled in.
    pub fn annotate(&self, text: &str, title: Option<&str>) -> Annotations {
        annotate_with(&self.0, text, title)
    }
}
