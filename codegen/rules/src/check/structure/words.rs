//! Types in the words of messages.

use crate::schema::Type;

/// A type in the words of a message: `a volume mount` for `VolumeMount`.
pub(super) fn described(of: &Type) -> String {
    let mut words = String::new();
    let letters: Vec<char> = of.name.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let after_small = at > 0 && letters[at - 1].is_lowercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && at > 0 && (after_small || before_small) {
            words.push(' ');
        }
        let acronym = letter.is_uppercase()
            && (letters.get(at + 1).is_some_and(|next| next.is_uppercase())
                || (at > 0 && !after_small && !before_small));
        words.push(if acronym { letter } else { letter.to_ascii_lowercase() });
    }
    // An acronym is spelled out: an HTTP header, a CSI volume source.
    let vowels = if words.starts_with(char::is_uppercase) { "AEFHILMNORSX" } else { "aeio" };
    let article = if words.starts_with(|first| vowels.contains(first)) { "an" } else { "a" };
    format!("{article} {words}")
}

#[cfg(test)]
mod tests {
    use super::described;
    use crate::schema::Type;

    #[test]
    fn a_type_is_described_in_words() {
        let words = |name| described(&Type { name, fields: &[], union: &[] });
        assert_eq!(words("Container"), "a container");
        assert_eq!(words("EnvVar"), "an env var");
        assert_eq!(words("CSIVolumeSource"), "a CSI volume source");
        assert_eq!(words("PodSpec"), "a pod spec");
        assert_eq!(words("HTTPHeader"), "an HTTP header");
        assert_eq!(words("PodOS"), "a pod OS");
    }
}
