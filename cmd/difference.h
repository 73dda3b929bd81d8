/* A difference as people and programs read it; diff and generate share it. */
#ifndef CORM_CMD_DIFFERENCE_H
#define CORM_CMD_DIFFERENCE_H

#include "out.h"

void out_changes(struct run *run, const corm_difference *difference);
void out_hazards(struct run *run, FILE *out, const corm_difference *difference);
/* On stderr: what the comparison could not be sure of. */
void out_warnings(struct run *run, const corm_difference *difference);
void out_statements(struct run *run, const char *const *statements, const char *indent);
/* The "changes" alone. */
json_t *json_changes(struct run *run, const corm_difference *difference);
/* Sets "different", "engine", "changes", "up", "down" and "unmanaged" of an object. */
void json_set_difference(struct run *run, json_t *object, const corm_difference *difference);

#endif
