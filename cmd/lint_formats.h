/* What lint found, in the forms that other programs read. */
#ifndef CORM_CMD_LINT_FORMATS_H
#define CORM_CMD_LINT_FORMATS_H

#include "out.h"

/* SARIF 2.1.0: one run, with the rules that were found; paths relative to the current folder. */
void format_sarif(struct run *run, const corm_findings *findings);
/* Workflow commands of GitHub Actions, one a finding. */
void format_github(struct run *run, const corm_findings *findings);
/* JUnit XML: a test case a finding, failed where it makes the exit status 1; or a single one that passed. */
void format_junit(struct run *run, const corm_findings *findings);

/* How many there are of each rule, the most frequent first. */
void print_statistics(const corm_findings *findings);
json_t *json_statistics(const corm_findings *findings);

#endif
