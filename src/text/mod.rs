//! What every stage does to words: cutting, folding, stemming; sentences for context; keys of voices.

mod fold;
mod sentences;
mod stem;
mod voices;
mod words;

pub(crate) use fold::{Folding, fold_word, fold_word_with};
pub(crate) use sentences::sentences;
pub(crate) use stem::Stemmer;
pub(crate) use voices::{Local, generation, is_bare, locals, voice_key, voice_keys, voice_of};
pub(crate) use words::{is_word_char, words};
