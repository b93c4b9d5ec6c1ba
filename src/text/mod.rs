//! What every stage does to words: cutting, folding, stemming.

mod fold;
mod stem;
mod words;

pub use fold::fold_word;
pub use stem::Stemmer;
pub use words::words;
