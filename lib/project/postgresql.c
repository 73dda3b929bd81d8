#include "project/maps.h"

#include "base/text.h"

#include <limits.h>
#include <string.h>

#define OLDEST_VERSION 12
#define NEWEST_VERSION 99

static void read_minimum_version(struct config *config, const struct node *value)
{
    int64_t version;
    struct node bare = *value; /* "12" will do for 12 */
    bare.plain = true;
    if (!node_is_int(&bare, &version) || version < OLDEST_VERSION || version > NEWEST_VERSION) {
        diag_report(config->diags,
            RULE_CFG004,
            value->span,
            NULL,
            "postgresql.minimum_version must be a major version, 12 or newer");
        return;
    }
    config->project->postgresql_version = (int)version;
}

/* "3s", "500ms", "2min", 0 for none. */
static bool parse_duration(const char *text, unsigned *ret_ms)
{
    static const struct {
        const char *unit;
        unsigned long ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}};
    size_t digits = strspn(text, "0123456789");
    unsigned long number = 0;
    for (size_t i = 0; i < digits && digits <= 9; i++) {
        number = number * 10 + (unsigned long)(text[i] - '0');
    }
    if (digits == 0 || digits > 9) {
        return false;
    }
    if (number == 0 && text[digits] == '\0') {
        *ret_ms = 0;
        return true;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(text + digits, units[i].unit) == 0 && number <= INT_MAX / units[i].ms) {
            *ret_ms = (unsigned)(number * units[i].ms);
            return true;
        }
    }
    return false;
}

static void read_duration(struct config *config, const struct node *value, const char *what, unsigned *ret_ms)
{
    const char *text = setting_text(config, value, what);
    if (text != NULL && !parse_duration(text, ret_ms)) {
        struct report *report = diag_report(
            config->diags, RULE_CFG004, value->span, NULL, "%s: \"%s\" is not a length of time", what, text);
        diag_hint(report, "write 500ms, 3s, 2min or 1h, or 0 for no limit");
    }
}

static void read_lock_timeout(struct config *config, const struct node *value)
{
    read_duration(config, value, "postgresql.lock_timeout", &config->project->lock_timeout_ms);
}

static void read_statement_timeout(struct config *config, const struct node *value)
{
    read_duration(config, value, "postgresql.statement_timeout", &config->project->statement_timeout_ms);
}

static void read_concurrent_indexes(struct config *config, const struct node *value)
{
    (void)setting_bool(config, value, "postgresql.concurrent_indexes", &config->project->concurrent_indexes);
}

static void read_require_tls(struct config *config, const struct node *value)
{
    (void)setting_bool(config, value, "postgresql.require_tls", &config->project->require_tls);
}

const struct setting postgresql_settings[] = {{"minimum_version", read_minimum_version},
    {"lock_timeout", read_lock_timeout},
    {"statement_timeout", read_statement_timeout},
    {"concurrent_indexes", read_concurrent_indexes},
    {"require_tls", read_require_tls},
    {NULL, NULL}};

void setting_postgresql(struct config *config, const struct node *value)
{
    setting_map(config, value, "postgresql", postgresql_settings);
}
