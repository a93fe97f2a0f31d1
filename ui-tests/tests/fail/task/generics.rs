use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn over_types<T: Send, const N: usize>(values: [T; N]) -> Result<usize> {
    Ok(values.len())
}

#[task(env = ENV)]
async fn over_lifetimes<'a>() -> Result<()>
where
    'a: 'a,
{
    Ok(())
}

#[task(env = ENV)]
async fn over_traits(values: impl Iterator<Item = u8>) -> Result<usize> {
    Ok(values.count())
}

#[task(env = ENV)]
fn over_results(values: Vec<impl Send>) -> Result<impl Send> {
    Ok(values.len())
}

fn main() {}
