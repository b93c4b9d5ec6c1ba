//! onrecord

#[allow(dead_code)]
mod error;
#[allow(dead_code)]
mod model;
#[allow(dead_code)]
mod query;
#[allow(dead_code)]
mod text;

pub use error::{Error, ErrorKind, Result};
