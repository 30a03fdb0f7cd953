// Written by a test from the words of the language.

#define LONGEST_WORD 9

static const char *const WORDS[] = {
  "where",
  "by",
  "from",
  "last",
  "window",
  "during",
  "on",
  "every",
  "metric",
  "mode",
  "limit",
  "for",
  "formula",
  "today",
  "yesterday",
  "this",
  "previous",
  "rolling",
  "bins",
  "latest",
  "earliest",
  "offset",
  "with",
  "and",
  "vs",
};
