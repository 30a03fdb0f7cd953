//! `with`: parameters that the table does not know.

use amq_schema::codes;
use amq_syntax::{TextRange, ast};
use smol_str::SmolStr;

use crate::{Diagnostic, checker::Checker};

impl Checker<'_> {
    pub(crate) fn with(&mut self, parameters: &[ast::Parameter]) -> Vec<(SmolStr, SmolStr)> {
        let mut sent = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let (Some(range), Some(value)) = (parameter.name, parameter.value) else {
                self.broken = true;
                continue;
            };
            let name = if self.str(range).starts_with('"') {
                self.string(range)
            } else {
                Some(SmolStr::new(self.str(range)))
            };
            let value = if value.kind == ast::ValueKind::Quoted {
                self.string(value.range)
            } else {
                self.broken = true;
                None
            };
            if let Some(name) = &name {
                self.with_name(name, range);
            }
            sent.extend(name.zip(value));
        }
        sent
    }

    fn with_name(&mut self, name: &str, range: TextRange) {
        let Some(endpoint) = self.endpoint else { return };
        let own = endpoint.params.iter().find(|param| param.wire == name);
        if let Some(own) = own {
            let message =
                format!("`{name}` is a parameter of `{}` with a form of its own", endpoint.name);
            self.fail::<()>(
                Diagnostic::new(&codes::OWN_PARAMETER, range, message)
                    .help(format!("write it as in `{}`", own.example)),
            );
            return;
        }
        if name.is_empty() {
            let message = "a parameter without a name cannot be sent";
            let diagnostic = Diagnostic::new(&codes::BAD_NAME, range, message);
            self.fail::<()>(diagnostic.help("write its name: `with beta \"1\"`"));
            return;
        }
        let message = format!("amq does not know the parameter `{name}`, and sends it as written");
        self.say(
            Diagnostic::new(&codes::UNCHECKED_PARAMETER, range, message)
                .help(format!(
                    "`# amq: allow {}` above the query says that it is meant",
                    codes::UNCHECKED_PARAMETER.id
                ))
                .note("the API ignores a parameter that it does not know, without a word"),
        );
    }
}
