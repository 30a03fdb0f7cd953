// Finds the ends of statements: a line in column 1 begins another one, unless its first word says
// that it goes on. The words come from the table; see ../grammar.js.

#include <string.h>

#include "tree_sitter/parser.h"
#include "words.h"

enum { END };

void *tree_sitter_amq_external_scanner_create(void) { return NULL; }
void tree_sitter_amq_external_scanner_destroy(void *payload) { (void)payload; }
void tree_sitter_amq_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload, (void)buffer, (void)length;
}
unsigned tree_sitter_amq_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload, (void)buffer;
  return 0;
}

static bool is_blank(int32_t character) {
  return character == ' ' || (character >= '\t' && character <= '\r');
}

static bool is_in_word(int32_t character) {
  return character == '_' || character == '-' || (character >= '0' && character <= '9') ||
         (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character > 127;
}

// Whether the line that begins here goes on with the statement above it.
static bool goes_on(TSLexer *lexer) {
  char word[LONGEST_WORD + 2];
  unsigned length = 0;
  if (lexer->lookahead == ',' || lexer->lookahead == ')' || lexer->lookahead == '}') return true;
  if (lexer->lookahead == '-') {
    lexer->advance(lexer, true);
    return lexer->lookahead == '>';
  }
  while (is_in_word(lexer->lookahead) && length <= LONGEST_WORD) {
    word[length++] = lexer->lookahead < 128 ? (char)lexer->lookahead : '?';
    lexer->advance(lexer, true);
  }
  word[length] = '\0';
  for (unsigned number = 0; number < sizeof WORDS / sizeof *WORDS; number++) {
    if (strcmp(word, WORDS[number]) == 0) return true;
  }
  return false;
}

bool tree_sitter_amq_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  if (!valid[END]) return false;
  lexer->mark_end(lexer);
  lexer->result_symbol = END;
  bool is_first = false; // of its line
  while (!lexer->eof(lexer)) {
    if (lexer->lookahead == '#') {
      while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, true);
    } else if (is_blank(lexer->lookahead)) {
      is_first = lexer->lookahead == '\n';
      lexer->advance(lexer, true);
    } else {
      return is_first && !goes_on(lexer);
    }
  }
  return true;
}
