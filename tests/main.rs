//! All integration tests: one binary, a module a door.

#![allow(clippy::print_stdout)]

mod archives;
mod cli;
mod copies;
mod crash;
mod crawls;
mod extract;
mod feeds;
mod finding;
mod fixtures;
mod formats;
mod kinds;
mod living;
mod mutations;
mod program;
mod property;
mod quality;
mod scale;
mod spec;
mod statuses;
mod tables;
mod tidy;
mod truth;
mod verify;
