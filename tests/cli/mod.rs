//! The commands, from the outside: the real program over `corpus/` and over small folders of news.

mod alert;
mod answers;
mod binding;
mod copies;
mod editions;
mod edits;
mod errors;
mod export;
mod hostile;
mod keeping;
mod names;
mod ranking;
mod records;
mod said;
mod shares;
mod timeline;
mod upkeep;
mod verify;
mod within;
