//! Versions of one item of news, as agencies send them.

/// Which version of which item something is. Later versions are greater.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The provider's name of the item, which all its versions share.
    pub item: String,
    /// The number of the version; 0 if it has none.
    pub number: u64,
    /// When the version was made, in seconds since 1970; 0 if that is not said.
    pub made: i64,
    /// The version only says that the item is to be used no more.
    pub canceled: bool,
}
