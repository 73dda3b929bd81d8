/* What the editing of one finding shares.  Private to fix/.  A step that cannot be done says why and is done no more:
 * the patches of a finding count only when all of its edits could be made. */
#ifndef CORM_FIX_EDITING_H
#define CORM_FIX_EDITING_H

#include "fix/fix.h"

struct editing {
    struct arena *arena;
    const struct fix_file *file; /* of the edit at hand */
    uint32_t number;
    size_t wanted;
    struct patches patches; /* of this finding */
    const char *why;        /* NULL: fine so far */
};

/* A key with its value. */
struct addition {
    const char *key, *value;
};
struct additions LIST_OF(struct addition);

void editing_patch(struct editing *editing, size_t off, size_t len, const char *text);
void editing_stop(struct editing *editing, const char *why);

/* ---- find.c ---- */

/* The value that stands behind the name at that place, or the outermost value that begins there; NULL for none. */
struct layout *find_named(struct layout *root, size_t off);
struct layout *find_value(struct layout *root, size_t off);
/* The text or alias that begins there: of a map by lines the first key. */
struct layout *find_text(struct layout *root, size_t off);
/* How many places of the document mean this node: more than one where an alias shares it or what it stands in. */
size_t find_users(const struct layout *node);
bool is_in_flow(const struct layout *node);

/* ---- lines.c: the text around a place ---- */

size_t line_start(const struct fix_file *file, size_t at);
size_t line_end(const struct fix_file *file, size_t at);  /* of the line's text, before its line break */
size_t next_line(const struct fix_file *file, size_t at); /* behind the line break, or the end */
bool is_blank_between(const struct fix_file *file, size_t from, size_t to);
bool has_comment(const struct fix_file *file, size_t from, size_t to);
const char *line_break(const struct fix_file *file, size_t at); /* as the file has them */
/* As many spaces as there are characters before this one in its line. */
const char *indent_of(struct arena *arena, const struct fix_file *file, size_t at);

/* ---- add.c, move.c, remove.c, words.c: one edit each ---- */

/* Sets keys of the map; what stands in place of a map becomes one. */
void edit_set(struct editing *editing, struct layout *map, const struct additions *additions, const char *short_for);
void edit_append(struct editing *editing, struct layout *map, const struct edit *edit);
void edit_append_item(struct editing *editing, struct layout *list, const char *value);
void edit_words(struct editing *editing, struct layout *map, const struct edit *edit);
void edit_move(struct editing *editing, struct layout *map, const struct edit *edit);
void edit_rename(struct editing *editing, struct layout *map, const struct edit *edit);
void edit_remove(struct editing *editing, struct layout *map, const struct edit *edit);
/* The pair that the value belongs to, or the item; a list that becomes empty goes too. */
void edit_drop(struct editing *editing, struct layout *value);
void edit_replace(struct editing *editing, const struct edit *edit);
void edit_quote(struct editing *editing, const struct edit *edit);

#endif
