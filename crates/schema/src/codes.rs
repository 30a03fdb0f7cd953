//! Every diagnostic: its code, its name, how bad it is, and in a line what it says.
//! Each has a page in `docs/diagnostics/`.

/// How bad a diagnostic is.
#[derive(Debug, PartialEq, Eq, Clone, Copy, PartialOrd, Ord)]
pub enum Severity {
    /// Not shown at all.
    Off,
    /// Worth knowing.
    Info,
    /// The API accepts the request and answers something other than what was asked.
    Warning,
    /// The API must refuse the request, or there is no request to send.
    Error,
}

impl Severity {
    /// Every severity that `[lints]` may name.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Off];

    /// As written in `amq.toml` and in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A diagnostic's row.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code, `AMQ203`.
    pub id: &'static str,
    /// The stable name, `unknown-clause`.
    pub name: &'static str,
    /// How bad it is unless `[lints]` says otherwise.
    pub severity: Severity,
    /// What it is about, in a line.
    pub title: &'static str,
}

/// The code of an id or a name.
pub fn code(id_or_name: &str) -> Option<&'static Code> {
    let same = |code: &&Code| code.id.eq_ignore_ascii_case(id_or_name) || code.name == id_or_name;
    CODES.iter().copied().find(same)
}

macro_rules! codes {
    ($($ident:ident $id:literal $name:literal $severity:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub static $ident: Code = Code {
                id: $id, name: $name, severity: Severity::$severity, title: $title,
            };
        )*
        /// Every code, in order.
        pub static CODES: &[&Code] = &[$(&$ident),*];
    };
}

codes! {
    // What the text is.
    UNEXPECTED_TEXT "AMQ101" "unexpected-text" Error "text that nothing here takes";
    UNCLOSED_STRING "AMQ102" "unclosed-string" Error "a string without its closing quote";
    UNCLOSED_BRACKET "AMQ103" "unclosed-bracket" Error "a bracket that is never closed";
    MISSING_PART "AMQ104" "missing-part" Error "something required is missing";
    BAD_ESCAPE "AMQ105" "bad-escape" Error "a backslash in a string that JSON does not know";
    INDENTED_STATEMENT "AMQ106" "indented-statement" Error "an indented line with no statement above it";
    TOO_DEEP "AMQ107" "too-deep" Error "brackets nested too deeply";
    UNQUOTED_VALUE "AMQ108" "unquoted-value" Error "a value without quotes";
    FOREIGN_SYNTAX "AMQ109" "foreign-syntax" Error "syntax of another language";
    OR_BETWEEN_CONDITIONS "AMQ110" "or-between-conditions" Error "conditions joined by `or`";
    BAD_NAME "AMQ111" "bad-name" Error "a name that has to be quoted, or written otherwise";
    NOT_UTF8 "AMQ112" "not-utf8" Error "a file that is not UTF-8 text";

    // Words and names.
    UNKNOWN_VERB "AMQ201" "unknown-verb" Error "a query that no endpoint answers";
    CLAUSE_NOT_TAKEN "AMQ202" "clause-not-taken" Error "a clause that the endpoint does not have";
    UNKNOWN_CLAUSE "AMQ203" "unknown-clause" Error "a word that no clause begins with";
    REPEATED_CLAUSE "AMQ204" "repeated-clause" Error "a clause given twice";
    UNKNOWN_WORD "AMQ205" "unknown-word" Error "a word that the clause does not take";
    UNKNOWN_NAME "AMQ206" "unknown-name" Error "a `$name` that is defined nowhere";
    WRONG_KIND "AMQ207" "wrong-kind" Error "a `$name` of another kind than its place takes";
    DUPLICATE_NAME "AMQ208" "duplicate-name" Error "a `$name` defined twice";
    DUPLICATE_LABEL "AMQ209" "duplicate-label" Error "a label given twice in a file";
    RESERVED_LABEL "AMQ210" "reserved-label" Error "a label that is a word of the language";
    DEFINITION_CYCLE "AMQ211" "definition-cycle" Error "definitions that need each other";
    USE_CYCLE "AMQ212" "use-cycle" Error "files that use each other";
    UNREADABLE_USE "AMQ213" "unreadable-use" Error "a used file that cannot be read";
    UNUSED_NAME "AMQ214" "unused-name" Warning "a `$name` or a `use` that is never used";
    USE_OUTSIDE_PROJECT "AMQ215" "use-outside-project" Error "a used file outside the project";
    UNKNOWN_OPERATOR "AMQ216" "unknown-operator" Error "a word that is no operator";

    // Properties, values, dates and numbers.
    UNKNOWN_PROPERTY "AMQ301" "unknown-property" Warning "a user property that nothing lists";
    EVENT_PROPERTY_OUTSIDE "AMQ302" "event-property-outside" Error "an event property outside event braces";
    NEAR_BUILT_IN "AMQ303" "near-built-in" Warning "an event property named almost like a built-in user property";
    ONE_VALUE "AMQ304" "one-value" Error "a comparison by order with several values";
    BAD_DATE "AMQ305" "bad-date" Error "a date that is not in the calendar, or not written as one";
    BAD_DURATION "AMQ306" "bad-duration" Error "a duration that does not fit its place";
    NUMBER_OUT_OF_RANGE "AMQ307" "number-out-of-range" Error "a number that the API or the language does not take";
    BAD_IDENTIFIER "AMQ308" "bad-identifier" Error "an identifier of the wrong form";
    REVERSED_RANGE "AMQ309" "reversed-range" Error "a range that starts after its end";
    FUTURE_RANGE "AMQ310" "future-range" Warning "a range that ends in the future";
    UNKNOWN_EVENT "AMQ311" "unknown-event" Warning "an event that the taxonomy does not list";
    UNKNOWN_VALUE "AMQ312" "unknown-value" Warning "a value that the taxonomy does not list for its property";
    UNKNOWN_EVENT_PROPERTY "AMQ313" "unknown-event-property" Warning "an event property that the taxonomy does not list";

    // Rules of the endpoints.
    EVENT_COUNT "AMQ401" "event-count" Error "too few events, or too many";
    EVENT_NOT_HERE "AMQ402" "event-not-here" Error "a special event in a place it may not take";
    METRIC_NEEDS_GROUP "AMQ403" "metric-needs-group" Error "a property metric without a property";
    FORMULA_EVENT "AMQ404" "formula-event" Error "a formula that names an event or segment that is not there";
    UNKNOWN_FUNCTION "AMQ405" "unknown-function" Warning "a function that the documentation does not list";
    CLAUSES_EXCLUDE "AMQ406" "clauses-exclude" Error "two clauses that exclude each other";
    LIMIT_WITHOUT_GROUP "AMQ407" "limit-without-group" Warning "a limit on groups without any group";
    TOO_MANY_GROUPS "AMQ408" "too-many-groups" Error "more properties to group by than the API takes";
    GROUP_WITH_SEGMENTS "AMQ409" "group-with-segments" Error "grouping together with several segments";
    BAD_BINS "AMQ410" "bad-bins" Error "bins that the API would replace by its own";
    BINS_STEP "AMQ411" "bins-step" Warning "a step that does not divide the bins";
    WINDOW_ROUNDED "AMQ412" "window-rounded" Warning "a window that the API rounds down";
    BAD_BRACKETS "AMQ413" "bad-brackets" Error "brackets that are missing, overlap or do not ascend";
    OWN_PARAMETER "AMQ414" "own-parameter" Error "`with` for a parameter that has a clause";
    UNCHECKED_PARAMETER "AMQ415" "unchecked-parameter" Warning "a parameter that amq knows nothing of";
    UNDOCUMENTED_INTERVAL "AMQ416" "undocumented-interval" Warning "an interval that works but is not documented";
    RANGE_NOT_SHOWN "AMQ417" "range-not-shown" Warning "a range longer than the API shows at this interval";
    COMPOSITION_PROPERTY "AMQ418" "composition-property" Warning "a property the reference leaves out of compositions";
    EVERYONE_ALONE "AMQ419" "everyone-alone" Error "`everyone` among conditions";
    ONE_SEGMENT "AMQ420" "one-segment" Error "a definition of several segments";
    PERFORMED_GROUP "AMQ421" "performed-group" Error "a `by` in the event of `performed`";
    FUNCTION_ARGUMENT "AMQ422" "function-argument" Warning "a function of a formula without what it computes with";

    // Cost.
    COST_ABOVE_LIMIT "AMQ501" "cost-above-limit" Warning "a query that costs more than the API runs at a time";
    COST_ABOVE_MAXIMUM "AMQ502" "cost-above-maximum" Error "a query that costs more than the project allows";

    // The project.
    UNKNOWN_KEY "AMQ601" "unknown-key" Warning "a key that `amq.toml` or `taxonomy.toml` does not have";
    BAD_SETTING "AMQ602" "bad-setting" Error "a value that a key of `amq.toml` or `taxonomy.toml` does not take";
    NEWER_LANGUAGE "AMQ603" "newer-language" Error "a version of the language newer than this amq";
    UNKNOWN_CODE "AMQ604" "unknown-code" Warning "a diagnostic that does not exist";
    UNKNOWN_COMMENT "AMQ605" "unknown-comment" Warning "a comment for amq that it does not understand";
    UNUSED_ALLOW "AMQ606" "unused-allow" Warning "an `amq: allow` that silences nothing";
}
