//! What only rustc can show: the cases are in `tests/pass` and `tests/fail`.
