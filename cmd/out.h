/* Printing: results on standard output, everything else on standard error; nothing untrusted unescaped. */
#ifndef CORM_CMD_OUT_H
#define CORM_CMD_OUT_H

#include "cmd.h"

#include <stdio.h>

enum colour { PLAIN, RED, YELLOW, GREEN, BLUE, BOLD, DIM };

/* "auto", "always" or "never"; NO_COLOR is honoured by auto. */
void out_set_colour(const char *when);
/* Prints text in a colour where the stream is a terminal. */
void out_coloured(FILE *out, enum colour colour, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The text, safe for a terminal; "" for NULL. */
const char *out_safe(struct run *run, const char *text);
/* The same with newlines kept, for SQL. */
void out_lines(struct run *run, FILE *out, const char *indent, const char *text);

/* Markdown without its marks, filled to the width of a terminal. */
void out_page(const char *text);

/* "1 error", "2 errors" */
const char *out_count(struct run *run, size_t count, const char *noun);

/* Why the last call failed: text on standard error with the findings that led to it, or with --format json a document
 * whose other members are `document`'s (may be NULL; it is taken over).  Returns the status. */
int out_failure(struct run *run, corm_status status, json_t *document);

/* Prints the document (taken over) with "corm": 1 first. */
void out_json(json_t *document);
json_t *out_document(void);
json_t *json_text(struct run *run, const char *text); /* null for NULL */
json_t *json_texts(struct run *run, const char *const *texts);

/* What a finding is about, where its message does not begin with that by itself; else NULL. */
const char *finding_subject(const corm_finding *finding);
/* Findings as text, cut after `most`; and as the JSON array of lint. */
void out_findings(struct run *run, FILE *out, const corm_findings *findings, size_t most);
json_t *json_findings(struct run *run, const corm_findings *findings);
/* "2 errors, 1 warning" */
void out_summary(struct run *run, FILE *out, const corm_findings *findings);

#endif
