//! Stems: which words are inflections of one word.

/// A stemmer of one language.
pub struct Stemmer;
