//! The nearest name: what an author may have meant.

/// The candidate that is most like `written`; none when even that is too far away to be meant.
///
/// A letter may be wrong, missing, too many or swapped in every third one; upper and lower case are the same.
///
/// ```
/// use flowc::diagnostics::suggest::nearest;
/// assert_eq!(nearest("keywrd", ["keyword", "message"]), Some("keyword"));
/// assert_eq!(nearest("banana", ["keyword", "message"]), None);
/// ```
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
    let allowed = |candidate: &str| candidate.chars().count().max(lower.chars().count()).div_ceil(3).min(3);
    candidates
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed(candidate) && *candidate != written)
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}
