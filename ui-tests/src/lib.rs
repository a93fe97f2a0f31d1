//! What only rustc can show: the cases are in `tests/ui`.
