/* Words: comparing, spelling, showing.  ASCII case rules only, whatever the locale. */
#ifndef CORM_BASE_TEXT_H
#define CORM_BASE_TEXT_H

#include "base/arena.h"

bool text_same(const char *a, const char *b);        /* both may be NULL; NULL is only the same as NULL */
bool text_same_nocase(const char *a, const char *b); /* both may be NULL */
bool text_starts(const char *text, const char *prefix);
/* Whether the text holds the word, in any case: ends of a word are where a name without quotes would end. */
bool text_has_word(const char *text, const char *word);
bool text_is_word_char(char c);
bool text_ends(const char *text, const char *suffix);
char *text_lower(struct arena *arena, const char *text);
bool text_has_capitals(const char *text); /* of ASCII */
/* The same for looking things up: the text itself where it has no capitals. */
const char *text_folded(struct arena *arena, const char *text);

/* CamelCase -> snake_case, as Flask-SQLAlchemy names tables: "UserGroup" -> "user_group", "HTTPLog" -> "http_log". */
const char *text_snake_case(struct arena *arena, const char *name);

/* The candidate that is nearest to what was typed, or NULL where none is near enough to be meant. */
const char *text_nearest(const char *typed, const struct strings *candidates);

/* How many bytes stand before the first beyond ASCII. */
size_t text_ascii_len(const char *text, size_t len);
/* Bytes of the first ill-formed sequence's offset, or len where all is UTF-8. */
size_t text_utf8_valid(const char *text, size_t len);

/* Safe to show on a terminal: C0, C1, DEL, bidirectional controls and ill-formed bytes become \x{..}. */
const char *text_visible(struct arena *arena, const char *text);
/* Letters, marks, digits and _ of any script, no digit or mark first, in the one spelling that NFKC leaves: what
 * Unicode (UAX #31) and Python call an identifier. */
bool text_is_word(const char *text);

/* Columns that the UTF-8 text takes on a terminal. */
size_t text_width(const char *text, size_t len);

#endif
