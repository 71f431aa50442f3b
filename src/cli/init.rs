//! `cascade init`: a starter scenario and roster, with comments that teach.

use super::args::InitArgs;
use super::failure::Failure;
use super::folder::{FolderState, Staging, folder_state};
use super::terminal::say;

const SCENARIO: &str = include_str!("starter/scenario.toml");
const ROSTER: &str = include_str!("starter/roster.csv");

/// Writes the starter.
pub(super) fn init(args: &InitArgs) -> Result<(), Failure> {
    let shown = args.dir.display();
    if folder_state(&args.dir)? == FolderState::Filled {
        return Err(Failure::Usage(format!("{shown} exists and is not empty; name a new folder")));
    }
    let schema = serde_json::to_string_pretty(&crate::scenario::schema())
        .map_err(|error| Failure::Run(format!("cannot write the schema: {error}")))?;
    let mut staging = Staging::beside(&args.dir)?;
    for (name, text) in
        [("scenario.toml", SCENARIO), ("roster.csv", ROSTER), ("scenario.schema.json", schema.as_str())]
    {
        staging.write(name, |sink| sink.write_all(text.as_bytes()))?;
    }
    staging.publish()?;
    say(&format!(
        "Wrote {shown}/scenario.toml, {shown}/roster.csv and {shown}/scenario.schema.json.\n\
         Next: cascade run {shown}/scenario.toml\n\
         Then put your physicians into roster.csv, and your contracts and plans into scenario.toml."
    ))
}
