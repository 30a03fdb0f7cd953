//! Events, properties, `$names` and files.

use amq_check::{Kind, use_of};
use amq_schema::{BUILT_IN, Endpoint, Keyword, Role, SPECIAL_EVENTS, Ty};
use amq_syntax::{CLAUSE_WORDS, CONNECTIVES, CUSTOM, CUSTOM_EVENT, RESERVED, ast, is_word, quote};

use smol_str::SmolStr;

use super::{ItemKind, List};
use crate::{docs, hover::meaning};

impl List<'_, '_> {
    pub(super) fn events(&mut self, endpoint: Option<&'static Endpoint>) {
        let role = endpoint.map_or(Role::Counted, |endpoint| role(endpoint, self.walk.events));
        let known = self.known;
        self.counted(&known.counts(|it| Some(&it.events)), ItemKind::Event, 1, docs::event);
        let listed: Vec<String> = self
            .context()
            .taxonomy
            .events
            .iter()
            .flat_map(amq_check::Names::iter)
            .map(written)
            .collect();
        for name in listed {
            let doc = docs::event(&name);
            self.add(name, ItemKind::Event, 2, doc);
        }
        for special in SPECIAL_EVENTS.iter().filter(|it| it.allows(role)) {
            let item = self.add(special.name, ItemKind::Event, 3, docs::event(special.name));
            item.say(special.doc, None);
        }
        self.names(Some(Kind::Event));
    }

    pub(super) fn user_properties(&mut self, rank: u8) {
        if self.is_typed(ast::Scope::Event.text()) {
            return;
        }
        let known = self.known;
        for property in BUILT_IN {
            let doc = docs::property(property.name, false);
            let item = self.add(property.name, ItemKind::Property, rank, doc);
            item.say(property.doc, None);
        }
        let seen = known.counts(|it| Some(&it.user_properties));
        self.counted(&seen, ItemKind::Property, rank, |name| docs::property(name, false));
        let context = self.context();
        let listed = context.taxonomy.user_properties.iter().flat_map(amq_check::Names::iter);
        let listed: Vec<String> = listed
            .chain(context.user_properties.iter().map(smol_str::SmolStr::as_str))
            .map(written)
            .collect();
        for name in listed {
            let doc = docs::property(&name, false);
            self.add(name, ItemKind::Property, rank, doc);
        }
        self.add(CUSTOM, ItemKind::Property, rank + 1, "A custom user property.");
    }

    pub(super) fn body_properties(&mut self, rank: u8) {
        if self.is_typed(ast::Scope::User.text()) {
            return self.user_properties(rank);
        }
        let known = self.known;
        let seen = known.counts(|it| Some(&it.body_properties));
        self.counted(&seen, ItemKind::Property, rank, |name| docs::property(name, true));
        let listed =
            self.context().taxonomy.event_properties.iter().flat_map(amq_check::Names::iter);
        for name in listed.map(written).collect::<Vec<_>>() {
            let doc = docs::property(&name, true);
            self.add(name, ItemKind::Property, rank, doc);
        }
        self.user_properties(rank + 1);
    }

    pub(super) fn filters(&mut self) {
        self.body_properties(1);
        self.joint(Keyword::Group);
    }

    /// The names of a kind, of this file and of others.
    pub(super) fn names(&mut self, kind: Option<Kind>) {
        let fits = |it: Option<Kind>| kind.is_none() || it.is_none() || it == kind;
        let known = self.known;
        for (name, definition) in self.file.checks.scope().iter() {
            let is_itself = self.walk.defines == Some(name.as_str());
            if fits(definition.kind) && !is_itself {
                let item = self.add(format!("${name}"), ItemKind::Name, 1, meaning(definition));
                if let Some(kind) = definition.kind {
                    item.say(kind.noun(), None);
                }
            }
        }
        for other in (known.definitions)() {
            let here = self.file.checks.scope().get(&other.name).is_some();
            if here || !fits(other.definition.kind) {
                continue;
            }
            let edit = use_of(self.file.text, self.file.parse, &other.path);
            let doc = format!("{}\n\nAdds the `use` of its file.\n", meaning(&other.definition));
            let label = format!("${}", other.name);
            let item = self.add(label.as_str(), ItemKind::Name, 4, doc);
            item.detail = Some(other.path.clone());
            item.also = vec![edit];
            self.elsewhere.insert(label, other);
        }
    }

    pub(super) fn paths(&mut self) {
        for path in (self.known.files)() {
            self.add(quote(&path), ItemKind::File, 1, format!("The names of `{path}`."));
        }
    }

    /// Whether what is typed begins so.
    fn is_typed(&self, beginning: &str) -> bool {
        self.typed.starts_with(beginning)
    }

    /// Names that were seen; the more often, the further up.
    fn counted(
        &mut self,
        counts: &[(&SmolStr, u32)],
        kind: ItemKind,
        rank: u8,
        doc: impl Fn(&str) -> String,
    ) {
        for (name, _) in self.likely(counts) {
            self.add(name.as_str(), kind, rank, doc(name));
        }
    }

    /// Those of many names that are likely meant: of very many, those with what is typed in them.
    pub(super) fn likely<'n>(&mut self, counts: &[(&'n SmolStr, u32)]) -> Vec<(&'n SmolStr, u32)> {
        let typed = self.typed;
        // What is being typed was seen only here.
        let others = counts.iter().filter(|it| it.1 > 1 || it.0 != typed).copied();
        if counts.len() <= MOST {
            return others.collect();
        }
        self.cut = true;
        let wanted = typed.trim_matches('"').to_lowercase();
        let fitting = others.filter(|it| it.0.to_lowercase().contains(&wanted));
        fitting.take(MOST).collect()
    }
}

/// How many names of a kind are offered at a time.
const MOST: usize = 200;

/// The part that the next event of a query plays.
fn role(endpoint: &Endpoint, number: usize) -> Role {
    let roles = endpoint.params.iter().filter_map(|param| match param.ty {
        Ty::Event(_, role) | Ty::Events(role) => Some(role),
        _ => None,
    });
    let roles: Vec<Role> = roles.collect();
    roles.get(number).or(roles.last()).copied().unwrap_or(Role::Counted)
}

/// A name of the taxonomy as it is written in a query.
pub(crate) fn written(name: &str) -> String {
    for prefix in [CUSTOM_EVENT, CUSTOM] {
        if let Some(own) = name.strip_prefix(prefix) {
            return if is_word(own) { name.to_owned() } else { format!("{prefix}{}", quote(own)) };
        }
    }
    let taken = [CLAUSE_WORDS, CONNECTIVES, RESERVED].iter().any(|words| words.contains(&name));
    if is_word(name) && !taken { name.to_owned() } else { quote(name) }
}
