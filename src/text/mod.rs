//! What every stage does to words: cutting, folding, stemming; and sentences for context.

mod fold;
mod sentences;
mod stem;
mod words;

pub(crate) use fold::{Folding, fold_word, fold_word_with};
pub(crate) use sentences::sentences;
pub(crate) use stem::Stemmer;
pub(crate) use words::{is_word_char, words};
