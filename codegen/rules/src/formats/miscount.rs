//! Quantities that the API server counts wrongly, since so many thousandths fit no 64 bits (`Quantity.MilliValue`).

use super::quantity::parse;

/// How many digits are read fast, and then are whole however large they are.
const FAST: usize = 18;

/// Whether the API server takes a whole number for a broken one: some from 9.2 quadrillions on, such as `1Ei`.
pub fn is_miscounted(text: &str) -> bool {
    let Ok(quantity) = parse(text) else { return false };
    let digits = text.trim_start_matches(['+', '-', '0']).bytes().filter(|byte| *byte != b'.');
    let is_fast = !text.ends_with('i') && digits.take_while(u8::is_ascii_digit).count() <= FAST;
    // What is left of them in 64 bits, with a sign.
    let low = (quantity.nano / 1_000_000).rem_euclid(1 << 64);
    let counted = if low < 1 << 63 { low } else { low - (1 << 64) };
    !is_fast && quantity.is_whole() && counted % 1000 != 0
}

#[cfg(test)]
mod tests {
    use super::is_miscounted;

    #[test]
    fn what_fits_or_is_read_fast_is_counted_rightly() {
        for right in
            ["1", "8Pi", "1E", "100E", "1500m", "9223372036854775500m", "999999999999999999", "", "x"]
        {
            assert!(!is_miscounted(right), "{right}");
        }
        for wrong in ["1Ei", "9Pi", "9999999999999999999"] {
            assert!(is_miscounted(wrong), "{wrong}");
        }
    }
}
