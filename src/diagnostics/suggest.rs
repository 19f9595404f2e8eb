//! The nearest name: what an author probably meant.

/// The candidate that is nearest to `name`; none when all are too far away to be meant.
///
/// A letter in three may be wrong, missing, too many or swapped; upper and lower case count as the same. Of several
/// at the same distance the first is taken, and never `name` itself.
///
/// ```
/// use flowc::diagnostics::suggest::nearest;
/// assert_eq!(nearest("cuopon", ["coupon", "invite"]), Some("coupon"));
/// assert_eq!(nearest("whatever", ["coupon", "invite"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let mut within = (length / 3).clamp(1, 4);
    let mut best = None;
    for candidate in candidates.into_iter().filter(|candidate| *candidate != name) {
        // Most candidates differ too much in length alone; measuring each costs the square of its length.
        if candidate.len().abs_diff(wanted.len()) > within * 4 {
            continue;
        }
        let candidate_lower = candidate.to_lowercase();
        if candidate_lower.chars().count().abs_diff(length) > within {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &candidate_lower);
        if distance == 0 {
            return Some(candidate);
        }
        if distance < within || (distance == within && best.is_none()) {
            (best, within) = (Some(candidate), distance);
        }
    }
    best
}

/// The candidate that was certainly meant: it alone is near, and a single slip of the hand leads to it.
///
/// A digit is no slip (`order_2` may be missing beside `order_1`), and short words are too close to each other.
///
/// ```
/// use flowc::diagnostics::suggest::certain;
/// assert_eq!(certain("cuopon", ["coupon", "invite"]), Some("coupon"));
/// assert_eq!(certain("order_2", ["order_1"]), None);
/// assert_eq!(certain("coupom", ["coupon", "coupons"]), None);
/// ```
pub fn certain<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut near = candidates.into_iter().filter(|candidate| {
        candidate.len().abs_diff(wanted.len()) <= 4
            && nearest(name, std::iter::once(*candidate)).is_some()
            && *candidate != name
    });
    let only = near.next().filter(|_| near.next().is_none())?;
    let slip = strsim::osa_distance(&wanted, &only.to_lowercase()) <= 1;
    (slip && wanted.chars().count() >= 5 && digits(name) == digits(only)).then_some(only)
}

/// Names in back-ticks with commas between them: at most `most`, then how many more there are.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut names = names.into_iter();
    let shown: Vec<String> = names.by_ref().take(most).map(|name| format!("`{name}`")).collect();
    match names.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, nearest};

    #[test]
    fn a_word_in_another_case_is_the_nearest() {
        assert_eq!(nearest("OFFICE", ["offices", "office"]), Some("office"));
    }

    #[test]
    fn short_names_allow_one_slip() {
        assert_eq!(nearest("sns", ["sms", "line"]), Some("sms"));
        assert_eq!(nearest("xyz", ["sms", "line"]), None);
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b", "c"], 2), "`a`, `b` and 1 more");
    }
}
