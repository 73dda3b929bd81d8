/* The maps of corm.yaml that have files of their own: `lint:`, `postgresql:`, `sqlite:`. */
#ifndef CORM_PROJECT_MAPS_H
#define CORM_PROJECT_MAPS_H

#include "project/setting.h"

setting_fn setting_lint, setting_postgresql, setting_sqlite;

extern const struct setting lint_settings[], postgresql_settings[], sqlite_settings[];

#endif
