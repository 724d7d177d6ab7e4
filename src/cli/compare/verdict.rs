//! `themata verdict`

use super::args::VerdictArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::review::DecideArgs;

pub(in crate::cli) fn run(args: &VerdictArgs, output: &mut Output) -> Result<(), CliError> {
    let sides = &args.sides;
    // Who looks is who decides: a verdict is a coder's.
    let decide = DecideArgs::new(&sides.project, sides.coder.as_deref(), sides.run)
        .because(args.reason.as_deref())
        .trying(args.dry_run)
        .printing_json(args.json);
    let mut desk = decide.open()?;
    let request = sides.request(&desk.reviewer)?;
    let decision = desk.session()?.adjudication(&request, &args.id, args.verdict.verdict())?;
    decide.carry_out(&mut desk, &decision, output)
}
