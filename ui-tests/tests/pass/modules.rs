//! Tasks stand in modules, two in one, call themselves and each other, block, and name the crate by another path.

mod renamed {
    pub use podwright;
}

mod first {
    use podwright::prelude::*;

    pub static ENV: TaskEnvironment = TaskEnvironment::new("first");

    #[task(env = ENV)]
    pub async fn factorial(n: u64) -> Result<u64> {
        if n < 2 { Ok(1) } else { Ok(n * factorial(n - 1).await?) }
    }

    #[task(env = ENV, name = "plain")]
    pub(crate) fn factorial_of_a_word(r#type: String) -> Result<u64, std::num::ParseIntError> {
        let n = r#type.parse()?;
        Ok(factorial(n).wait().unwrap_or(0))
    }
}

mod second {
    #[crate::renamed::podwright::task(env = super::first::ENV, crate = crate::renamed::podwright)]
    fn nothing() -> Result<(), std::fmt::Error> {
        Ok(())
    }
}

fn main() {
    drop(first::factorial(3));
    drop(first::factorial_of_a_word("3".to_owned()));
}
