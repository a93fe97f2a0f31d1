use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

struct Server;

impl Server {
    #[task(env = ENV)]
    async fn serve(&self) -> Result<()> {
        Ok(())
    }
}

fn main() {}
