//! `cargo xtask`: the project's commands. Each does everything it needs, from set-up to result.

#[cfg(not(unix))]
compile_error!("xtask runs on Linux and macOS; on Windows use it inside WSL");

mod bench;
mod book;
mod consent;
mod demo;
mod digest;
mod gallery;
mod image;
mod interrupt;
mod load;
mod machine;
mod mails;
mod markdown;
mod package;
mod paths;
mod process;
mod record;
mod release;
mod schemas;
mod site;
mod size;
mod step;
mod test;
mod texts;
mod tools;
mod versions;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The commands of Propylon")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and run the site in front of a real Kratos until Ctrl-C
    Demo(demo::Options),
    /// Build the release site into dist/
    Site,
    /// Build the image of the site and its server into target/image/propylon.oci.tar
    Image(image::Options),
    /// Build the service for OAuth2 clients as one static program
    Consent,
    /// Build the npm package into target/npm
    Package(package::Options),
    /// Build a static page of all screens into target/gallery
    Gallery(gallery::Options),
    /// Write the templates of Kratos' mails
    Mails(mails::Options),
    /// Run every check, or the parts named
    Test(test::Options),
    /// Show the bytes of a first visit against the budget
    Size,
    /// Measure how fast the forms are usable, compared with a hand-written page
    Bench(bench::Options),
    /// Measure how many sign-ins and first visits a second the whole stack answers
    Load(load::Options),
    /// Record the answers of a real Kratos, for the tests
    Record(record::Options),
    /// Write the schemas that the doctor checks files with
    Schemas(schemas::Options),
    /// Build all files of a release, with checksums, into target/release-files
    Release,
    /// Build the documentation as a site into target/book/site
    Book,
    /// Post-process the staged site; called by Trunk after each build
    #[command(hide = true)]
    Hook,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match interrupt::listen().and_then(|()| run(&cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<interrupt::Interrupted>() => {
            eprintln!("{}", interrupt::Interrupted);
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<()> {
    match task {
        Task::Demo(options) => demo::run(options),
        Task::Site => site::build(),
        Task::Image(options) => image::build(*options),
        Task::Consent => consent::build().map(drop),
        Task::Package(options) => package::build(*options),
        Task::Gallery(options) => gallery::run(*options),
        Task::Mails(options) => mails::write(options),
        Task::Test(options) => test::run(options),
        Task::Size => size::check(),
        Task::Bench(options) => bench::run(options),
        Task::Load(options) => load::run(options),
        Task::Record(options) => record::run(options),
        Task::Schemas(options) => schemas::run(options),
        Task::Release => release::build(),
        Task::Book => book::build(),
        Task::Hook => site::hook::run(),
    }
}
