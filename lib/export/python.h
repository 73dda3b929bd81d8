/* Python source as a tree, and its layout: lines of 88 characters as black breaks them.
 *
 * Whatever comes from a model enters as a string literal (python_string) or as an identifier (python_identifier); both
 * are safe for any text. */
#ifndef CORM_EXPORT_PYTHON_H
#define CORM_EXPORT_PYTHON_H

#include "base/buf.h"

/* `Column(Integer, primary_key=True)`: head "Column", open '(', two items.  Without `open` the head is all of it.
 * `String(80).with_variant(Text(), "sqlite")`: of String(80), head ".with_variant". */
struct python {
    const struct python *of; /* NULL: the head is the beginning */
    const char *head;
    char open; /* ( [ {, or 0 */
    struct LIST_OF(struct python *) items;
};

struct python *python_atom(struct arena *arena, const char *text);
struct python *python_open(struct arena *arena, const char *head, char open);
/* object.name( .. ); an object that is a bare name is called first. */
struct python *python_method(struct arena *arena, struct python *object, const char *name);
void python_add(struct arena *arena, struct python *to, struct python *item);
void python_add_text(struct arena *arena, struct python *to, const char *text);
/* name=value, before which nothing stood; `value` is changed and returned. */
struct python *python_named(struct arena *arena, const char *name, struct python *value);
void python_add_named(struct arena *arena, struct python *to, const char *name, const char *text);

/* On one line, however long. */
const char *python_flat(struct arena *arena, const struct python *python);
bool python_fits(const char *line); /* is no longer than a line may be */
/* As a statement at that indent, with its end of line. */
void python_print(struct buf *out, const struct python *python, size_t indent);

/* "it's", quotes as black chooses them. */
const char *python_string(struct arena *arena, const char *text);
/* The text as an identifier, itself where it is one: "first-name" -> first_name, "class" -> class_. */
const char *python_identifier(struct arena *arena, const char *text);
bool python_is_identifier(const char *text); /* and no keyword */

#endif
