/* A cursor over the tokens of a definition, with the small pieces of grammar that tables and indexes share. */
#ifndef CORM_DB_SQLITE_DDL_READER_H
#define CORM_DB_SQLITE_DDL_READER_H

#include "schema/schema.h"
#include "sql/sql.h"

struct reader {
    struct arena *arena; /* of what is read; the tokens are in another, which may go */
    const char *sql;
    struct tokens tokens;
    size_t at;
};

struct reader reader_new(struct arena *arena, struct arena *scratch, const char *sql);
/* The token `ahead` behind the next one; the END token behind the end. */
const struct token *reader_peek(const struct reader *reader, size_t ahead);
/* A keyword among `words`. */
bool reader_is_one_of(const struct token *token, const char *const *words, size_t len);
bool reader_sees(const struct reader *reader, const char *word);
/* Steps over the word where it is next. */
bool reader_take(struct reader *reader, const char *word);
/* Both words in a row. */
bool reader_take_two(struct reader *reader, const char *first, const char *second);
/* A name in any of SQLite's spellings, 'text' included; NULL, and no step, where none is next. */
const char *reader_name(struct reader *reader);
/* schema.name or name */
const char *reader_qualified_name(struct reader *reader);
/* Steps over everything up to one of `stops` (characters such as ",)") outside of parentheses, or the end; returns the
 * source text from the first to the last token, "" for none. */
const char *reader_text_until(struct reader *reader, const char *stops);
/* "(" text ")": the text between, without further outer parentheses.  "" where no parenthesis is next. */
const char *reader_parenthesised(struct reader *reader);
/* ON CONFLICT word: the word in capitals; NULL where it does not follow. */
const char *reader_on_conflict(struct reader *reader);
/* The tokens from..to (exclusive) as written, each gap between them one space. */
const char *reader_slice(const struct reader *reader, size_t from, size_t to);

#endif
