//! Public ids made from addresses, and domains.

use crate::model::Date;

/// Returns the id of the article at `url`: host and path, in one spelling; `None` if it is no web address.
pub(super) fn from_url(url: &str) -> Option<String> {
    let (host, rest) = split(url)?;
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    if query.is_empty() || !needs_query(path) {
        return Some(format!("{host}{path}"));
    }
    Some(format!("{host}{path}?{query}"))
}

/// Returns the host of `url` in lower case, without `www.` and port.
pub(super) fn domain(url: &str) -> Option<String> {
    split(url).map(|(host, _)| host)
}

/// Returns the day that the path of `url` names: `/2024/05/31/`, `/2024-05-31-`.
pub(super) fn date_in_path(url: &str) -> Option<String> {
    let (_, path) = split(url)?;
    let digits: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).collect();
    digits.windows(3).find_map(|w| {
        let fits =
            w[0].len() == 4 && (w[0].starts_with("19") || w[0].starts_with("20")) && w[1].len() == 2 && w[2].len() == 2;
        let together = path.contains(&format!("{0}/{1}/{2}", w[0], w[1], w[2]))
            || path.contains(&format!("{0}-{1}-{2}", w[0], w[1], w[2]));
        (fits && together).then(|| format!("{}-{}-{}", w[0], w[1], w[2]))
    })
}

/// Returns whether the path of `url` names the month of `date`: `/2024/05/`.
pub(super) fn has_month(url: &str, date: &Date) -> bool {
    let month = date.as_str().get(..7).map(|month| format!("/{}/", month.replace('-', "/")));
    month.is_some_and(|month| split(url).is_some_and(|(_, path)| path.contains(&month)))
}

fn split(url: &str) -> Option<(String, &str)> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://").or_else(|| url.strip_prefix("//").map(|rest| ("https", rest)))?;
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("").to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.');
    (!host.is_empty()).then(|| (host.to_owned(), &rest[end..]))
}

/// Returns whether the page is named by the query: there is no path, or it is that of a program.
fn needs_query(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let program =
        [".php", ".asp", ".aspx", ".cgi", ".jsp", ".cfm", ".do", ".dll", ".pl"].iter().any(|ext| name.ends_with(ext));
    path.is_empty() || program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_one_page() {
        for (url, id) in [
            ("https://www.Tarnwick.example/News/Flood/?utm=1#top", Some("tarnwick.example/News/Flood")),
            ("http://tarnwick.example:80", Some("tarnwick.example")),
            ("https://tarnwick.example/?p=12", Some("tarnwick.example?p=12")),
            ("https://tarnwick.example/story.php?id=7", Some("tarnwick.example/story.php?id=7")),
            ("//tarnwick.example/a", Some("tarnwick.example/a")),
            ("ftp://tarnwick.example/a", None),
            ("tarnwick", None),
            ("https://", None),
        ] {
            assert_eq!(from_url(url).as_deref(), id, "{url}");
        }
    }
}
