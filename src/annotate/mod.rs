//! From a text to its quotations and their speakers: pure, total, linear in the text's length.

mod attributes;
mod doc;
mod features;
mod marks;
mod model;
mod token;
mod words;
