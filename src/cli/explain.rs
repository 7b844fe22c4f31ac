//! `pgspec explain`: tell all about a rule.

use super::Streams;
use super::error::{Error, Exit};
use super::rules::Format;
use crate::lint::rules;

/// Tell why a rule is there, what satisfies it, and on whose word
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule, as `pgspec rules` lists it
    #[arg(value_name = "RULE")]
    rule: String,

    /// How to write it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let Some(rule) = rules::find(&args.rule) else {
        let near = rules::nearest(&args.rule);
        return Err(Error::usage(
            format!("no rule is called `{}`", args.rule),
            near.map_or_else(
                || "`pgspec rules` lists all rules".to_owned(),
                |rule| format!("the closest is `{}`; `pgspec rules` lists all", rule.id()),
            ),
        ));
    };
    let text = rule.documentation(args.format.into());
    write!(streams.stdout, "{text}")?;
    Ok(Exit::Clean)
}
