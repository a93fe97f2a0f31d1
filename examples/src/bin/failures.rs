//! What can go wrong with a task, on purpose; and a task that calls another one.
#![expect(clippy::print_stdout, reason = "what a task prints is its log")]

use std::collections::HashMap;
use std::io::Write;

use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("failures");

static ELSEWHERE_POD: PodTemplate = pod_template! {
    pod_spec: {
        node_selector: { "kubernetes.io/arch": "s390x" },
        priority_class_name: "no-such-priority",
        containers: [
            {
                name: "primary",
                env: [{ name: "KEY", value_from: { secret_key_ref: { name: "no-such-secret", key: "k", optional: true } } }],
            },
        ],
    },
};

static ELSEWHERE: TaskEnvironment = TaskEnvironment::new("elsewhere").pod_template(&ELSEWHERE_POD);

/// Asks for nodes that this program is not built for, and for a priority that there is not.
#[task(env = ELSEWHERE)]
fn run_elsewhere() -> Result<()> {
    Ok(())
}

/// Takes memory until there is none left.
#[task(env = ENV)]
fn take_memory() -> Result<usize> {
    const PIECE: usize = 16 << 20;
    let mut taken: Vec<Vec<u8>> = Vec::new();
    loop {
        // Written to, so that the kernel has to give it.
        taken.push(vec![1; PIECE]);
        if taken.len() > 4096 {
            return Ok(taken.len());
        }
    }
}

/// Ends the process.
#[task(env = ENV)]
fn end_the_process() -> Result<()> {
    std::process::exit(0)
}

/// Panics.
#[task(env = ENV)]
async fn panic() -> Result<u32> {
    let steps: [u32; 0] = [];
    tokio::task::yield_now().await;
    let total: u32 = steps.iter().sum();
    Ok(100 / total)
}

/// Fails with a chain of causes.
#[task(env = ENV)]
async fn fail() -> Result<()> {
    let missing = tokio::fs::read("/no/such/file").await;
    missing.map_err(|why| podwright::Error::from(why).context("cannot load the model"))?;
    Ok(())
}

/// Takes its time.
#[task(env = ENV)]
async fn sleep(seconds: u64) -> Result<()> {
    tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
    Ok(())
}

/// Counts aloud, with a pause after each number.
#[task(env = ENV)]
async fn count_up(to: u32, #[arg(default = 0)] pause_ms: u64) -> Result<u32> {
    for number in 0..to {
        println!("count {number}");
        tokio::time::sleep(std::time::Duration::from_millis(pause_ms)).await;
    }
    Ok(to)
}

/// Gives a text of this length.
#[task(env = ENV)]
fn text(length: usize) -> Result<String> {
    Ok("x".repeat(length))
}

type Grid = HashMap<(u32, u32), u32>;

/// Gives what JSON cannot hold.
#[task(env = ENV)]
fn keys_that_are_no_text() -> Result<Grid> {
    Ok(HashMap::from([((1, 2), 3)]))
}

/// Divides numbers by another one, which may give what JSON does not have.
#[task(env = ENV)]
fn divide(numbers: Vec<f64>, by: f64) -> Result<Vec<f64>> {
    Ok(numbers.into_iter().map(|number| number / by).collect())
}

/// Greets whoever has a name, which is one of podwright's own flags.
#[task(env = ENV)]
fn greet(name: String) -> Result<String> {
    Ok(format!("hello {name}"))
}

/// Adds the numbers of a map.
#[task(env = ENV)]
fn add_up(numbers: HashMap<String, u32>) -> Result<u32> {
    Ok(numbers.values().sum())
}

/// Calls another task with a map, and fails after it: its second attempt makes the same call in another process.
#[task(env = ENV, retries = 1)]
async fn call_with_a_map() -> Result<()> {
    let numbers = (0..20).map(|number| (format!("number {number}"), number)).collect();
    let sum = add_up(numbers).await?;
    Err(podwright::Error::msg(format!("the sum is {sum}")))
}

/// Logs a line a second, and after the third this many at once, of a kilobyte each.
#[task(env = ENV)]
fn log_much(lines: u32, seconds: u64) -> Result<()> {
    for second in 0..seconds {
        println!("second {second}");
        std::thread::sleep(std::time::Duration::from_secs(1));
        if second == 2 {
            (0..lines).for_each(|number| println!("much {number} {:x<1000}", ""));
        }
    }
    Ok(())
}

/// Gives the length of a text.
#[task(env = ENV)]
fn length(text: String) -> Result<usize> {
    Ok(text.len())
}

/// Writes what is no UTF-8.
#[task(env = ENV)]
fn write_bytes() -> Result<()> {
    let mut out = std::io::stdout();
    out.write_all(b"before \xff\xfe after\n")?;
    out.flush()?;
    Ok(())
}

/// Calls another task twice, side by side.
#[task(env = ENV)]
async fn call_another() -> Result<usize> {
    let (one, two) = tokio::join!(length("one".into()).into_future(), length("three".into()).into_future());
    Ok(one? + two?)
}

/// Calls another task and waits for it, in a function that blocks.
#[task(env = ENV)]
fn call_and_wait() -> Result<usize> {
    length("four".into()).wait()
}

fn main() -> ExitCode {
    podwright::main()
}
