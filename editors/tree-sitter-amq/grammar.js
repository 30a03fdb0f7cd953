/**
 * amq for tree-sitter: colours, folds and selections while a file is typed.
 *
 * The definition of the language is `grammar/amq.pest` of this repository. This grammar takes every
 * valid file; what is wrong with others is the language server's to say. Verbs, clauses, ranges,
 * operators and units come from `words.json`, which a test writes from the tables.
 *
 * Statements are cut as the tool cuts them, by the first words of lines in column 1: that is
 * `src/scanner.c`, whose token `_end` stands behind each statement.
 */

const words = require('./words.json');

const keyword = ($, text) => field('keyword', alias(text, $.keyword));
const keywords = ($, text) => text.split(' ').map((word) => keyword($, word));
const commas = (rule) => seq(rule, repeat(seq(',', rule)));

/** What stands between a verb and its first clause. */
const subjects = {
  none: () => [],
  word: () => [],
  property: ($) => [$.property],
  events: ($) => [commas($._event)],
  steps: ($) => [seq($._event, repeat1(seq('->', $._event)))],
  identifier: ($) => [field('identifier', choice($.identifier, $.string))],
};

function query($, verb) {
  const { subject, words: said } = words.verbs[verb];
  const named = said.map((text) => {
    const parts = text.split(' ').map((word) => alias(word, $.subject_word));
    return parts.length > 1 ? seq(...parts) : parts[0];
  });
  return seq(
    field('verb', alias(verb, $.verb)),
    ...subjects[subject]($),
    ...(named.length ? [optional(choice(...named, repeat1($.string)))] : []),
    repeat($._clause),
  );
}

/** The clauses, by the word that each begins with. */
const clauses = {
  from: ($) => [$.day, keyword($, 'to'), $.day],
  on: ($) => [$.day],
  last: ($) => [$.duration, optional(seq(keyword($, 'to'), $.day))],
  today: () => [],
  yesterday: () => [],
  this: ($) => [$.word],
  previous: ($) => [$.word],
  during: ($) => [$.name],
  where: ($) => [seq($.segment, repeat(seq(keyword($, 'vs'), $.segment)))],
  by: ($) => [commas($.property)],
  every: ($) => [choice($.word, $.duration)],
  for: ($) => [$.word, optional(alias('users', $.word))],
  metric: ($) => [$.word],
  formula: ($) => [optional(choice('$:', '%:')), $._expression],
  rolling: ($) => [choice(keyword($, 'window'), keyword($, 'average')), $.number],
  limit: ($) => [$.number],
  mode: ($) => [$.word, optional(commas($.bracket))],
  window: ($) => [$.duration],
  bins: ($) => [$.number, '..', $.number, $.word, optional(seq(keyword($, 'step'), $.number))],
  latest: ($) => [optional($.number)],
  earliest: ($) => [optional($.number)],
  offset: ($) => [$.number],
  with: ($) => [commas($.parameter)],
};

const clause = ($, word) => seq(keyword($, word), ...clauses[word]($));

module.exports = grammar({
  name: 'amq',
  word: ($) => $.word,
  externals: ($) => [$._end],
  extras: ($) => [/\s/, '\u{feff}', $.comment],
  supertypes: ($) => [$._statement, $._clause, $._condition, $._value, $._event],

  rules: {
    source_file: ($) => repeat(seq($._statement, $._end)),
    _statement: ($) => choice($.use, $.let, $.query),

    use: ($) => seq(keyword($, 'use'), field('path', $.string)),
    let: ($) => seq(keyword($, 'let'), field('name', $.name), '=', field('value', $._definition)),
    _definition: ($) =>
      choice(
        alias($.segment_definition, $.segment_clause),
        alias($.event_definition, $.event_clause),
        $.range,
        $._values,
      ),
    segment_definition: ($) => seq(keyword($, 'where'), $.segment),
    event_definition: ($) => seq(keyword($, 'event'), $._event),

    query: ($) => seq(optional(field('label', $.label)), choice(...Object.keys(words.verbs).map((verb) => query($, verb)))),
    label: ($) => seq($.word, ':'),

    _clause: ($) => choice($.range, $.clause),
    range: ($) => choice(...words.ranges.map((word) => clause($, word))),
    clause: ($) => choice(...Object.keys(clauses).filter((word) => !words.ranges.includes(word)).map((word) => clause($, word))),

    day: ($) => choice($.date, ...words.days.map((word) => alias(word, $.word))),
    parameter: ($) => seq(field('name', choice($.word, $.string)), optional('='), field('value', $.string)),
    bracket: () => token(/\d+[ \t]*-[ \t]*\d+/),

    segment: ($) => seq($._condition, repeat(seq(keyword($, 'and'), $._condition))),
    _condition: ($) => choice($.comparison, $.performed, $.cohort, $.name, alias('everyone', $.keyword)),
    comparison: ($) => seq($.property, $.operator, $._values),
    operator: () => choice(...words.operators.map((text) => (text.includes(' ') ? seq(...text.split(' ')) : text))),
    cohort: ($) => seq(optional(keyword($, 'not')), keyword($, 'in'), keyword($, 'cohort'), choice($._cohort, alias($.cohorts, $.list))),
    cohorts: ($) => seq('(', commas(choice($._cohort, alias($.cohorts, $.list))), optional(','), ')'),
    _cohort: ($) => choice($.identifier, $.string, $.name),
    performed: ($) =>
      seq(
        optional(keyword($, 'not')),
        keyword($, 'performed'),
        $._event,
        optional(seq(alias(choice('>=', '<=', '>', '<', '='), $.operator), $.number, keyword($, 'times'))),
        optional(seq(keyword($, 'within'), optional(keyword($, 'rolling')), $.duration)),
      ),

    _values: ($) => choice($._value, $.list),
    list: ($) => seq('(', commas(choice($._value, $.list)), optional(','), ')'),
    _value: ($) => choice($.string, $.number, $.date, $.constant, $.name),
    constant: () => choice(...words.constants),

    _event: ($) => choice($.event, $.named_event),
    event: ($) => seq(optional('ce:'), field('name', choice($.word, $.string)), optional($.body)),
    named_event: ($) => seq($.name, optional($.body)),
    body: ($) =>
      seq(
        '{',
        optional(seq($._filter, repeat(seq(keyword($, 'and'), $._filter)))),
        optional(seq(keyword($, 'by'), commas($.property))),
        '}',
      ),
    _filter: ($) => choice($.comparison, $.name),
    property: ($) =>
      seq(
        optional(field('scope', choice('user.', 'event.'))),
        optional(field('prefix', 'gp:')),
        field('name', choice($.word, $.string)),
      ),

    _expression: ($) => choice($._operand, $.operation),
    operation: ($) =>
      choice(
        prec.left(1, seq($._expression, choice('+', '-'), $._expression)),
        prec.left(2, seq($._expression, choice('*', '/'), $._expression)),
        prec(3, seq('-', $._expression)),
      ),
    _operand: ($) =>
      choice(
        $.call,
        alias($.word, $.metric),
        alias(/\d+(\.\d+)?/, $.number),
        seq('(', $._expression, ')'),
      ),
    call: ($) => seq(field('function', $.word), '(', commas($._expression), ')'),

    name: () => /\$[_\p{XID_Start}]\p{XID_Continue}*(-\p{XID_Continue}+)*/u,
    word: () => /[_\p{XID_Start}]\p{XID_Continue}*(-\p{XID_Continue}+)*/u,
    identifier: () => /[\p{XID_Continue}-]+/u,
    date: () => /\d{4}-\d{2}-\d{2}/,
    duration: () => token(seq(/\d+/, choice(...words.units))),
    number: () => /-?\d+(\.\d+)?/,
    string: ($) => seq('"', repeat(choice(token.immediate(prec(1, /[^"\\\n]+/)), $.escape)), token.immediate('"')),
    escape: () => token.immediate(/\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/),
    comment: () => /#[^\n]*/,
  },
});
