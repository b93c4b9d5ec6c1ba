//! One record on its way into the engine.

use std::iter::Empty;
use std::ops::Range;
use std::sync::Arc;
use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

/// One value of a record.
#[derive(Debug)]
pub(super) enum Cell {
    /// Text.
    Text(String),
    /// A part of a text that records share.
    Part(Arc<str>, Range<usize>),
    /// A number.
    Number(u64),
    /// A number that may be negative.
    Signed(i64),
}

/// One record: its values, and a hold on whatever must live until the engine has taken them.
#[derive(Debug, Default)]
pub(super) struct Record {
    cells: Vec<(Field, Cell)>,
    hold: Option<Hold>,
}

/// Something that is let go when the engine has taken the record (see `archive::update`: memory in flight).
#[derive(Clone)]
pub(crate) struct Hold(Arc<dyn Send + Sync>);

impl Hold {
    /// Returns a hold on `thing`.
    pub(crate) fn new(thing: impl Send + Sync + 'static) -> Self {
        Self(Arc::new(thing))
    }
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hold({})", Arc::strong_count(&self.0))
    }
}

impl Record {
    pub(super) fn text(&mut self, field: Field, text: impl Into<String>) {
        self.cells.push((field, Cell::Text(text.into())));
    }

    pub(super) fn part(&mut self, field: Field, text: &Arc<str>, range: Range<usize>) {
        self.cells.push((field, Cell::Part(Arc::clone(text), range)));
    }

    pub(super) fn number(&mut self, field: Field, number: u64) {
        self.cells.push((field, Cell::Number(number)));
    }

    pub(super) fn signed(&mut self, field: Field, number: i64) {
        self.cells.push((field, Cell::Signed(number)));
    }

    pub(super) fn hold(&mut self, hold: &Hold) {
        self.hold = Some(hold.clone());
    }
}

impl Document for Record {
    type Value<'a> = Borrowed<'a>;
    type FieldsValuesIter<'a> = RecordValues<'a>;

    fn iter_fields_and_values(&self) -> RecordValues<'_> {
        RecordValues(self.cells.iter())
    }
}

/// The values of a record.
pub(super) struct RecordValues<'a>(std::slice::Iter<'a, (Field, Cell)>);

impl<'a> Iterator for RecordValues<'a> {
    type Item = (Field, Borrowed<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, cell)| (*field, Borrowed(cell)))
    }
}

/// One value, borrowed from its record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Borrowed<'a>(&'a Cell);

impl<'a> Value<'a> for Borrowed<'a> {
    type ArrayIter = Empty<Self>;
    type ObjectIter = Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            Cell::Text(text) => ReferenceValueLeaf::Str(text),
            Cell::Part(text, range) => ReferenceValueLeaf::Str(&text[range.clone()]),
            Cell::Number(number) => ReferenceValueLeaf::U64(*number),
            Cell::Signed(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}
