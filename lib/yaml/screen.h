/* What is asked of the bytes before they are parsed: size, UTF-8, no control characters. */
#ifndef CORM_YAML_SCREEN_H
#define CORM_YAML_SCREEN_H

#include "yaml/node.h"

bool screen_source(struct diags *diags, uint32_t file, const struct node_limits *limits);

#endif
