//! The `flowc` binary: hands the arguments to the command line and returns its exit code.

/// Checking makes millions of small objects: a fifth of the time went to the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    flowc::shell::cli::run(std::env::args_os())
}
