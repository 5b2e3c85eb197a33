//! The script that measures (`benches/compare`) is held to what it says: its
//! own tests are run, of memory, bars, comparison and drawing. They need
//! Python alone; no peer is installed and nothing is timed.

use std::error::Error;
use std::process::Command;

use crate::rdflib::python;

#[test]
fn what_the_comparison_decides_is_tested() -> Result<(), Box<dyn Error>> {
    let output = Command::new(python()?)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/side_by_side/tests.py"
        ))
        .output()?;
    let said = String::from_utf8(output.stderr)?;
    assert!(output.status.success(), "{said}");
    // An empty list of tests succeeds as well.
    assert!(
        said.contains("Ran ") && !said.contains("Ran 0 tests"),
        "{said}"
    );
    Ok(())
}
