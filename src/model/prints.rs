//! What is kept of an article's words so that copies can be told without reading it.

/// Prints of one article: facts of its words alone. No number is the greatest of its kind, which stands for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prints {
    /// The sketch of the text.
    pub(crate) sketch: Vec<u32>,
    /// The hashes of the words of the title.
    pub(crate) title: Vec<u32>,
    /// One a quotation: its words in order.
    pub(crate) quotes: Vec<Vec<u16>>,
}
