//! Flags of how passages are ranked.

use onrecord::Request;

/// Flags of how passages are ranked.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Ranking {
    /// Prefer recent passages: DAYS older than the newest article, one counts half [default: 365]
    #[arg(
        long,
        value_name = "DAYS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "365",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub(crate) recent: Option<u32>,
    /// Show what each score is made of
    #[arg(long)]
    pub(crate) explain: bool,
}

impl Ranking {
    /// Returns the request, ranked so.
    pub(crate) fn rank(&self, request: Request) -> Request {
        Request { recent: self.recent, explain: self.explain, ..request }
    }
}
