fn main() {
    for message in std::env::args() {
        println!("{message}");
    }
}
