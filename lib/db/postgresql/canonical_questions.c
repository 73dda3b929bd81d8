/* What an expression means depends on the columns that it names and on nothing else of its table.  So a twin has these
 * alone, and tables that ask the same of the same columns share one: "deleted_at IS NULL" is asked for once, not by
 * thousands of tables. */
#include "db/postgresql/canonical.h"

#include "base/text.h"

#include <string.h>

static void add_text(struct arena *arena, struct strings *texts, const char *text)
{
    if (text != NULL) {
        *PUSH(arena, texts) = text;
    }
}

/* All expressions that a twin of the question has. */
static struct strings expressions_of(struct arena *arena, const struct table *question)
{
    struct strings texts = {0};

    for (size_t i = 0; i < question->columns.len; i++) {
        const struct column *column = question->columns.at[i];
        add_text(arena, &texts, twin_asks_generated(column) ? column->generated_sql : NULL);
    }
    for (size_t i = 0; i < question->checks.len; i++) {
        add_text(arena, &texts, question->checks.at[i]->sql);
    }
    for (size_t i = 0; i < question->indexes.len; i++) {
        const struct index *index = question->indexes.at[i];
        for (size_t j = 0; j < index->parts.len; j++) {
            add_text(arena, &texts, index->parts.at[j].expression);
        }
        add_text(arena, &texts, index->where_sql);
    }
    return texts;
}

static bool any_has_word(const struct strings *texts, const char *word)
{
    bool has = false;

    for (size_t i = 0; !has && i < texts->len; i++) {
        has = text_has_word(texts->at[i], word);
    }
    return has;
}

/* Whether an expression may mean the row as a whole, or hold a name that is not to be seen: U&"\0061". */
static bool needs_whole(const struct strings *expressions, const struct table *table)
{
    return any_has_word(expressions, table->name) || any_has_word(expressions, "U&");
}

static bool needs_column(const struct strings *expressions, const struct column *column)
{
    bool escaped = strchr(column->name, '"') != NULL;

    return escaped || twin_asks_generated(column) || any_has_word(expressions, column->name);
}

/* What the table asks, as a table with parts of it; NULL where that is nothing.  *ret_whole: it is about this table
 * alone. */
static struct table *question_of(struct arena *arena, const struct table *table, bool *ret_whole)
{
    struct table question = {.name = table->name, .columns = table->columns};

    for (size_t i = 0; i < table->checks.len; i++) {
        if (table->checks.at[i]->canonical == NULL) {
            *PUSH(arena, &question.checks) = table->checks.at[i];
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (twin_asks_index(table->indexes.at[i])) {
            *PUSH(arena, &question.indexes) = table->indexes.at[i];
        }
    }
    const struct strings expressions = expressions_of(arena, &question);
    if (expressions.len == 0) {
        return NULL;
    }
    *ret_whole = needs_whole(&expressions, table);
    question.columns = (struct columns){0};
    for (size_t i = 0; i < table->columns.len; i++) {
        if (*ret_whole || needs_column(&expressions, table->columns.at[i])) {
            *PUSH(arena, &question.columns) = table->columns.at[i];
        }
    }
    struct table *made = NEW(arena, struct table);
    *made = question;
    return made;
}

struct twin_questions twin_questions_ask(struct arena *arena, const struct schema *desired)
{
    struct twin_questions questions = {0};
    struct map asked = {0};

    for (size_t i = 0; i < desired->tables.len; i++) {
        bool whole = false;
        struct table *question = question_of(arena, desired->tables.at[i], &whole);
        if (question == NULL) {
            continue;
        }
        const char *key = whole ? NULL : twin_text(arena, question);
        const struct table *same = key == NULL ? NULL : map_get(&asked, key);
        if (same != NULL) {
            *PUSH(arena, &questions.again) = (struct twin_again){same, question};
            continue;
        }
        *PUSH(arena, &questions.tables) = question;
        if (key != NULL) {
            map_set(arena, &asked, key, question);
        }
    }
    return questions;
}

/* ---- answers ---- */

static const struct index_part *next_expression(const struct index_parts *parts, size_t *at)
{
    while (*at < parts->len && parts->at[*at].expression == NULL) {
        ++*at;
    }
    return *at < parts->len ? &parts->at[(*at)++] : NULL;
}

static void share_index(const struct index *from, struct index *to)
{
    size_t at = 0;

    for (size_t i = 0; i < to->parts.len; i++) {
        struct index_part *part = &to->parts.at[i];
        const struct index_part *answer = part->expression == NULL ? NULL : next_expression(&from->parts, &at);
        if (answer != NULL) {
            part->canonical = answer->canonical;
            part->collation = answer->collation;
            part->opclass = answer->opclass;
        }
    }
    to->where_canonical = from->where_canonical;
}

/* Of two questions of one text, whose parts stand in one order. */
static void share(const struct table *from, struct table *to)
{
    for (size_t i = 0; i < to->columns.len; i++) {
        if (twin_asks_generated(to->columns.at[i])) {
            to->columns.at[i]->generated_canonical = from->columns.at[i]->generated_canonical;
        }
    }
    for (size_t i = 0; i < to->checks.len; i++) {
        to->checks.at[i]->canonical = from->checks.at[i]->canonical;
    }
    for (size_t i = 0; i < to->indexes.len; i++) {
        share_index(from->indexes.at[i], to->indexes.at[i]);
    }
}

void twin_questions_share(const struct twin_questions *questions)
{
    for (size_t i = 0; i < questions->again.len; i++) {
        share(questions->again.at[i].asked, questions->again.at[i].same);
    }
}
