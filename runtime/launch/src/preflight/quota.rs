//! Whether a quota that is exceeded can ever have room. Pure: it reads the words of Kubernetes' quota admission
//! (`k8s.io/apiserver/pkg/admission/plugin/resourcequota`).

use podwright_rules::formats::quantity::parse;

/// Whether what is requested is more than the whole quota, so that waiting does not help; `false` where it cannot be told.
pub(super) fn is_too_small(said: &str) -> bool {
    let requested = amounts(said, "requested: ");
    let limited = amounts(said, "limited: ");
    requested.iter().any(|(resource, wanted)| {
        let limit = limited.iter().find(|(name, _)| name == resource);
        let limit = limit.and_then(|(_, limit)| parse(limit).ok());
        parse(wanted).ok().zip(limit).is_some_and(|(wanted, limit)| wanted.exceeds(limit))
    })
}

/// `pods=1,limits.memory=2Gi` behind a word; a comma and a space end the list.
fn amounts<'a>(said: &'a str, word: &str) -> Vec<(&'a str, &'a str)> {
    let list = said.split_once(word).map_or("", |(_, rest)| rest.split(", ").next().unwrap_or(rest));
    list.trim().split(',').filter_map(|pair| pair.split_once('=')).collect()
}

#[cfg(test)]
mod tests {
    use super::is_too_small;

    #[test]
    fn a_request_above_the_whole_quota_never_fits() {
        assert!(is_too_small("exceeded quota: rq, requested: pods=1, used: pods=0, limited: pods=0"));
        assert!(is_too_small(
            "exceeded quota: rq, requested: limits.memory=8Gi,pods=1, used: limits.memory=0,pods=2, limited: limits.memory=4Gi,pods=2"
        ));
    }

    #[test]
    fn a_quota_that_is_used_up_gets_free_again() {
        assert!(!is_too_small("exceeded quota: rq, requested: pods=1, used: pods=2, limited: pods=2"));
        assert!(!is_too_small("exceeded quota: in other words"));
    }
}
