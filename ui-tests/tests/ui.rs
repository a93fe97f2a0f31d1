//! Programs that compile, and programs that do not, with what rustc says of them. `TRYBUILD=overwrite` writes its words anew.

use trybuild::TestCases;

#[test]
fn what_is_in_order_compiles_and_runs() {
    TestCases::new().pass("tests/pass/*.rs");
}

#[test]
fn what_is_wrong_is_said_at_its_token() {
    TestCases::new().compile_fail("tests/fail/*/*.rs");
}
