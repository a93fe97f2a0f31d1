//! What disturbs every other test: `cargo xtask test` runs it by itself, when all others are done.

use crate::outage::counted;
use crate::place::{Place, cluster};
use crate::running::Running;

#[test]
fn a_run_outlives_a_restart_of_the_api_server() {
    if std::env::var_os("PODWRIGHT_TEST_ALONE").is_none() {
        println!(
            "skipped: a_run_outlives_a_restart_of_the_api_server: PODWRIGHT_TEST_ALONE does not say that nothing else runs"
        );
        return;
    }
    let place = Place::new("restart");
    let words = ["run", "count_up", "--to", "150", "--pause-ms", "100"];
    let mut running = Running::start(place.program("failures").args(words));
    running.until("count 20");
    assert!(cluster(&["stop", "apiserver"]).status.success());
    running.until("the API server is away");
    assert!(cluster(&["up"]).status.success());
    running.until("the API server answers again");
    counted(&running.end(), 150);
}
