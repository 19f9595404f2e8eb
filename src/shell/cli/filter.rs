//! Scenarios chosen by their titles.

/// A part of titles; upper and lower case count as the same.
#[derive(Debug, Clone)]
pub(super) struct Filter(String);

impl Filter {
    /// Titles that contain `part`; all of them without one.
    pub fn new(part: Option<&str>) -> Self {
        Self(part.unwrap_or_default().to_lowercase())
    }

    /// Whether a title is chosen.
    pub fn matches(&self, title: &str) -> bool {
        title.to_lowercase().contains(&self.0)
    }
}
