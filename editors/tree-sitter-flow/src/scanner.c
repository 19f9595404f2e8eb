// Where an item ends that is not closed, as while one types: before a line that can only begin another item.

#include "tree_sitter/parser.h"

enum TokenType { UNCLOSED, ERROR_SENTINEL };

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Reads a word of small letters; `room` is the size of `word`.
static void read_word(TSLexer *lexer, char *word, unsigned room) {
    unsigned length = 0;
    while (is_letter(lexer->lookahead) && length + 1 < room) {
        word[length++] = (char)lexer->lookahead;
        lexer->advance(lexer, false);
    }
    word[length] = 0;
}

// As `strcmp` of the library of C, which not every editor links to parsers.
static bool is_same(const char *word, const char *other) {
    while (*word && *word == *other) word++, other++;
    return *word == *other;
}

bool tree_sitter_flow_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
    (void)payload;
    // While tree-sitter recovers from a mistake it takes everything for possible.
    if (!valid_symbols[UNCLOSED] || valid_symbols[ERROR_SENTINEL]) return false;
    while (lexer->lookahead == ' ' || (lexer->lookahead >= '\t' && lexer->lookahead <= '\r')) lexer->advance(lexer, true);
    if (!is_letter(lexer->lookahead) || lexer->get_column(lexer) != 0) return false;

    // The token is empty: what is read from here on is read again.
    lexer->mark_end(lexer);
    char word[16];
    read_word(lexer, word, sizeof word);
    bool takes_name = is_same(word, "flow") || is_same(word, "schedule");
    bool takes_title = is_same(word, "scenario") || is_same(word, "workspace");
    if (!takes_name && !takes_title) return false;
    if (lexer->lookahead != ' ' && lexer->lookahead != '\t') return false;
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') lexer->advance(lexer, false);
    int32_t next = lexer->lookahead;
    bool fits = takes_title ? next == '"' : is_letter(next) || (next >= 'A' && next <= 'Z') || next > 127;
    if (!fits) return false;
    lexer->result_symbol = UNCLOSED;
    return true;
}

// It remembers nothing.
void *tree_sitter_flow_external_scanner_create(void) { return NULL; }
void tree_sitter_flow_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_flow_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload;
    (void)buffer;
    return 0;
}
void tree_sitter_flow_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    (void)payload;
    (void)buffer;
    (void)length;
}
