//! The `cascade` program; everything is in the library.

fn main() -> std::process::ExitCode {
    cascade::cli::main()
}
