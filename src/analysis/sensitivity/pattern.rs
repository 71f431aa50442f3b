//! Names by pattern: `*` stands for any letters, also none.

/// Whether a name is what a pattern says.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, name, fits) in [
            ("behaviour.*", "behaviour.evidence.most", true),
            ("behaviour.*", "behaviour", false),
            ("*.churn", "contract.aco.attribution.churn", true),
            ("contract.*.churn", "contract.aco.attribution.churn", true),
            ("contract.*.churn", "contract.churn", false),
            ("*", "", true),
            ("a*a", "a", false),
            ("a*b*c", "a.b.b.c", true),
            ("a*b*c", "a.c.b", false),
            ("chance.wrvu_cv", "chance.wrvu_cv", true),
            ("chance.wrvu", "chance.wrvu_cv", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} of {name}");
        }
    }
}
