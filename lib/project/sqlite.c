#include "project/maps.h"

#include <stdlib.h>

/* "3.40.1" -> 3040001, as SQLite counts; 0 where it is not such a text. */
static int parse_sqlite_version(const char *text)
{
    static const long weights[] = {1000000, 1000, 1};
    long version = 0;
    char *end = NULL;
    for (size_t i = 0; i < 3; i++) {
        long part = strtol(text, &end, 10);
        if (end == text || *text < '0' || *text > '9' || part > 999) {
            return 0;
        }
        version += part * weights[i];
        if (*end != '.') {
            break;
        }
        text = end + 1;
    }
    return *end == '\0' ? (int)version : 0;
}

static void read_sqlite_version(struct config *config, const struct node *value)
{
    const char *text = setting_text(config, value, "sqlite.minimum_version");
    if (text == NULL) {
        return;
    }
    int version = parse_sqlite_version(text);
    if (version < 3035000 || version >= 4000000) {
        diag_report(config->diags,
            RULE_CFG004,
            value->span,
            NULL,
            "sqlite.minimum_version must be 3.35 or newer, as in \"3.40\"");
        return;
    }
    config->project->sqlite_version = version;
}

const struct setting sqlite_settings[] = {{"minimum_version", read_sqlite_version}, {NULL, NULL}};

void setting_sqlite(struct config *config, const struct node *value)
{
    setting_map(config, value, "sqlite", sqlite_settings);
}
