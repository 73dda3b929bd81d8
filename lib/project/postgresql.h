/* The `postgresql:` map of corm.yaml. */
#ifndef CORM_PROJECT_POSTGRESQL_H
#define CORM_PROJECT_POSTGRESQL_H

#include "project/setting.h"

void setting_postgresql(struct config *config, const struct node *value);

extern const struct setting postgresql_settings[];

#endif
