//! The program: what was typed, which command it means, and how it ends.

mod alert;
mod annotate;
mod args;
mod ask;
mod batch;
mod claims;
mod entries;
mod exit;
mod export;
mod extract;
mod index;
mod inputs;
mod ordered;
mod pager;
mod progress;
mod ranking;
mod rebuild;
mod remove;
mod said;
mod screen;
mod search;
mod shares;
mod show;
mod speakers;
mod stats;
mod stop;
mod target;
mod timeline;
mod verify;
mod watch;
mod whosaid;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { command, common } = Args::parse();
    exit::code(match command {
        Command::Index(args) => index::run(&args, &common),
        Command::Watch(args) => watch::run(&args, &common),
        Command::Remove(args) => remove::run(&args, &common),
        Command::Rebuild(args) => rebuild::run(&args, &common),
        Command::Search(args) => search::run(&args, &common),
        Command::Said(args) => said::run(&args, &common),
        Command::Whosaid(args) => whosaid::run(&args, &common),
        Command::Verify(args) => verify::run(&args, &common),
        Command::Export(args) => export::run(&args, &common),
        Command::Show(args) => show::run(&args, &common),
        Command::Speakers(args) => speakers::run(&args, &common),
        Command::Timeline(args) => timeline::run(&args, &common),
        Command::Alert(args) => alert::run(&args, &common),
        Command::Stats => stats::run(&common),
        Command::Annotate(args) => annotate::run(&args, &common),
        Command::Extract(args) => extract::run(&args, &common),
    })
}
