//! What a query needs to know of copies. The archive knows it; nothing of how it is found is known here.

use crate::error::Result;
use crate::query::{Cluster, Place};
use std::sync::Arc;

/// What an archive knows of copies. Clusters go by the numbers of their leads.
pub(crate) trait Copies {
    /// Returns the cluster of an article, if it has copies.
    fn of_article(&self, article: Place) -> Result<Option<u32>>;

    /// Returns the cluster of a quotation, if it has copies.
    fn of_quote(&self, article: Place, quote: u32) -> Result<Option<u32>>;

    /// Returns what is known of a cluster of articles.
    fn articles(&self, cluster: u32) -> Result<Arc<Cluster>>;

    /// Returns what is known of a cluster of quotations.
    fn quotes(&self, cluster: u32) -> Result<Arc<Cluster>>;
}

/// An archive of which copies do not matter.
pub(super) struct NoCopies;

impl Copies for NoCopies {
    fn of_article(&self, _: Place) -> Result<Option<u32>> {
        Ok(None)
    }

    fn of_quote(&self, _: Place, _: u32) -> Result<Option<u32>> {
        Ok(None)
    }

    fn articles(&self, _: u32) -> Result<Arc<Cluster>> {
        Ok(Arc::default())
    }

    fn quotes(&self, _: u32) -> Result<Arc<Cluster>> {
        Ok(Arc::default())
    }
}
