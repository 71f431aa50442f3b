//! Where results go, and whether they may.

use super::failure::Failure;
use super::folder::{FolderState, Written, folder_state, manifest_of};
use super::load::Job;
use crate::report::{PAGE, WORKBOOK};
use std::path::{Path, PathBuf};

/// `output/<title>-<hash>-<seed>`.
pub(super) fn default_folder(job: &Job, identity: &str) -> PathBuf {
    let hash: String = identity.chars().take(8).collect();
    Path::new("output").join(format!("{}-{hash}-{}", slug(&job.model.title), job.model.seed.0))
}

/// A title as part of a file name.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_matches('-').chars().take(40).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "scenario".to_owned() } else { slug.to_owned() }
}

/// A run may write over itself, and where nothing is; anything else needs `--force`.
pub(super) fn refuse_what_is_not_ours(target: &Path, identity: &str, force: bool) -> Result<(), Failure> {
    if folder_state(target)? != FolderState::Filled || force {
        return Ok(());
    }
    let shown = target.display();
    let found = manifest_of(target);
    let theirs = found.as_ref().and_then(|m| m.get("identity")).and_then(serde_json::Value::as_str);
    match theirs {
        Some(theirs) if identity == theirs => Ok(()),
        Some(_) => Err(of_another_run(target)),
        None => Err(Failure::Usage(format!(
            "{shown} exists and holds no finished run; name another folder with --out, or write into it with --force"
        ))),
    }
}

/// A run for outside shows an identity that another scenario or roster of the same title has, too: whether the one that
/// is there is the same, its tables and charts tell. (Page and workbook tell the command as well.)
pub(super) fn refuse_other_figures(target: &Path, written: &[Written]) -> Result<(), Failure> {
    let found = manifest_of(target);
    let Some(theirs) = found.as_ref().and_then(|m| m.get("files")) else { return Ok(()) };
    let is_figures = |file: &&Written| ![PAGE, WORKBOOK].contains(&file.name.as_str());
    let is_other =
        |file: &Written| theirs.get(&file.name).is_some_and(|hash| hash.as_str() != Some(&*file.sha256));
    if written.iter().filter(is_figures).any(is_other) { Err(of_another_run(target)) } else { Ok(()) }
}

fn of_another_run(target: &Path) -> Failure {
    Failure::Usage(format!(
        "{} holds the results of another run; name another folder with --out, or replace them with --force",
        target.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_system_takes() {
        for (title, name) in [
            ("Reference health system", "reference-health-system"),
            ("  A/B: 30 % (pass)  ", "a-b-30-pass"),
            ("../../etc/passwd", "etc-passwd"),
            ("Ärzte", "rzte"),
            ("日本", "scenario"),
        ] {
            assert_eq!(slug(title), name);
        }
        assert_eq!(slug(&"x".repeat(100)).len(), 40);
    }
}
